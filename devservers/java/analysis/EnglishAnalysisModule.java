package assay.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.shingle.ShingleFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tr.ApostropheFilter;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.PreConfiguredCharFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.lucene.analysis.miscellaneous.DisableGraphAttribute;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The part of the analysis-common module that English text needs, registered by the names, parameters and defaults
 * of the full distribution, so that index settings written for this node work unchanged on a real cluster.
 *
 * <p>The server library brings the rest: the standard tokenizer and analyzer, and the stop and shingle filters.
 */
public final class EnglishAnalysisModule extends Plugin implements AnalysisPlugin {

    /** What a component is made from: the index, the node, its own name and its own settings. */
    interface Maker<T> {
        T make(Environment environment, String name, Settings settings);
    }

    private static <T> AnalysisProvider<T> provider(Maker<T> maker) {
        return (index, environment, name, settings) -> maker.make(environment, name, settings);
    }

    /** A component that cannot exist without settings, and is therefore never offered under its bare name. */
    private static <T> AnalysisProvider<T> configured(Maker<T> maker) {
        return AnalysisPlugin.requiresAnalysisSettings(provider(maker));
    }

    private static AnalysisProvider<TokenFilterFactory> plain(UnaryOperator<TokenStream> wrap) {
        return provider((environment, name, settings) -> new Components.Filter(name, wrap));
    }

    private static AnalysisProvider<TokenFilterFactory> normalizing(UnaryOperator<TokenStream> wrap) {
        return provider((environment, name, settings) -> new Components.NormalizingFilter(name, wrap));
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("english", EnglishAnalysisModule::english);
    }

    private static AnalyzerProvider<EnglishAnalyzer> english(
        IndexSettings index, Environment environment, String name, Settings settings
    ) {
        EnglishAnalyzer analyzer = new EnglishAnalyzer(
            Analysis.parseStopWords(environment, settings, EnglishAnalyzer.getDefaultStopSet()),
            Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET));
        return new AbstractIndexAnalyzerProvider<>(name) {
            @Override
            public EnglishAnalyzer get() {
                return analyzer;
            }
        };
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return List.of(new PreBuiltAnalyzerProviderFactory("english", CachingStrategy.LUCENE, EnglishAnalyzer::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new TreeMap<>();
        filters.put("apostrophe", plain(ApostropheFilter::new));
        filters.put("asciifolding", provider(TokenFilters::asciiFolding));
        filters.put("decimal_digit", normalizing(DecimalDigitFilter::new));
        filters.put("flatten_graph", plain(FlattenGraphFilter::new));
        filters.put("keyword_marker", configured(TokenFilters::keywordMarker));
        filters.put("kstem", plain(KStemFilter::new));
        filters.put("length", provider(TokenFilters::length));
        filters.put("lowercase", provider(TokenFilters::lowercase));
        filters.put("porter_stem", plain(PorterStemFilter::new));
        filters.put("remove_duplicates", plain(RemoveDuplicatesTokenFilter::new));
        filters.put("reverse", plain(ReverseStringFilter::new));
        filters.put("snowball", provider(TokenFilters::snowball));
        filters.put("stemmer", provider(TokenFilters::stemmer));
        filters.put("stemmer_override", configured(TokenFilters::stemmerOverride));
        filters.put("synonym", configured((environment, name, settings) ->
            new Synonyms(environment, name, settings, false)));
        filters.put("synonym_graph", configured((environment, name, settings) ->
            new Synonyms(environment, name, settings, true)));
        filters.put("trim", normalizing(TrimFilter::new));
        filters.put("truncate", configured(TokenFilters::truncate));
        filters.put("unique", provider(TokenFilters::unique));
        filters.put("uppercase", normalizing(UpperCaseFilter::new));
        filters.put("word_delimiter_graph", provider(TokenFilters::wordDelimiterGraph));
        return filters;
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        List<PreConfiguredTokenFilter> filters = new ArrayList<>();
        filters.add(PreConfiguredTokenFilter.singleton("apostrophe", false, ApostropheFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("decimal_digit", true, DecimalDigitFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("keyword_repeat", false, false, KeywordRepeatFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("kstem", false, KStemFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("porter_stem", false, PorterStemFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("reverse", false, ReverseStringFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("shingle", false, false, EnglishAnalysisModule::shingle));
        filters.add(PreConfiguredTokenFilter.singleton("snowball", false, input -> new SnowballFilter(input, "English")));
        filters.add(PreConfiguredTokenFilter.singleton("stemmer", false, PorterStemFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton(
            "stop", false, input -> new StopFilter(input, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)));
        filters.add(PreConfiguredTokenFilter.singleton("trim", true, TrimFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton("truncate", false, input -> new TruncateTokenFilter(input, 10)));
        filters.add(PreConfiguredTokenFilter.singleton("unique", false, input -> new UniqueFilter(input, false)));
        filters.add(PreConfiguredTokenFilter.singleton("uppercase", true, UpperCaseFilter::new));
        filters.add(PreConfiguredTokenFilter.singleton(
            "word_delimiter_graph", false, false, TokenFilters.defaultWordDelimiterGraph()));
        return filters;
    }

    /** Shingles of several lengths do not line up, so phrase queries must not read them as a graph. */
    private static TokenStream shingle(TokenStream input) {
        TokenStream shingles = new ShingleFilter(input);
        shingles.addAttribute(DisableGraphAttribute.class);
        return shingles;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "html_strip", provider(CharFilters::htmlStrip),
            "mapping", configured(CharFilters::mapping),
            "pattern_replace", configured(CharFilters::patternReplace));
    }

    @Override
    public List<PreConfiguredCharFilter> getPreConfiguredCharFilters() {
        return List.of(PreConfiguredCharFilter.singleton("html_strip", false, HTMLStripCharFilter::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "keyword", provider((environment, name, settings) -> TokenizerFactory.newFactory(
                name, () -> new KeywordTokenizer(settings.getAsInt("buffer_size", 256)))),
            "letter", provider((environment, name, settings) -> TokenizerFactory.newFactory(name, LetterTokenizer::new)),
            "pattern", provider(EnglishAnalysisModule::patternTokenizer),
            "whitespace", provider((environment, name, settings) -> TokenizerFactory.newFactory(
                name, () -> new WhitespaceTokenizer(settings.getAsInt("max_token_length", 255)))));
    }

    private static TokenizerFactory patternTokenizer(Environment environment, String name, Settings settings) {
        var pattern = Regex.compile(settings.get("pattern", "\\W+"), settings.get("flags"));
        int group = settings.getAsInt("group", -1);
        return TokenizerFactory.newFactory(name, () -> new PatternTokenizer(pattern, group));
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return List.of(
            PreConfiguredTokenizer.singleton("keyword", KeywordTokenizer::new),
            PreConfiguredTokenizer.singleton("letter", LetterTokenizer::new),
            PreConfiguredTokenizer.singleton("pattern", () -> new PatternTokenizer(Regex.compile("\\W+", null), -1)),
            PreConfiguredTokenizer.singleton("whitespace", WhitespaceTokenizer::new));
    }
}
