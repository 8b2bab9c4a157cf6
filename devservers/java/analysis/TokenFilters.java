package assay.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.el.GreekLowerCaseFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.ga.IrishLowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** The token filters that take parameters. */
final class TokenFilters {

    private static final Map<String, UnaryOperator<TokenStream>> STEMMERS = Map.ofEntries(
        Map.entry("english", PorterStemFilter::new),
        Map.entry("porter", PorterStemFilter::new),
        Map.entry("porter2", input -> new SnowballFilter(input, "English")),
        Map.entry("light_english", KStemFilter::new),
        Map.entry("lightenglish", KStemFilter::new),
        Map.entry("kstem", KStemFilter::new),
        Map.entry("minimal_english", EnglishMinimalStemFilter::new),
        Map.entry("minimalenglish", EnglishMinimalStemFilter::new),
        Map.entry("possessive_english", EnglishPossessiveFilter::new),
        Map.entry("possessiveenglish", EnglishPossessiveFilter::new));

    private static final Map<String, Integer> WORD_DELIMITER_FLAGS = Map.of(
        "generate_word_parts", WordDelimiterGraphFilter.GENERATE_WORD_PARTS,
        "generate_number_parts", WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS,
        "catenate_words", WordDelimiterGraphFilter.CATENATE_WORDS,
        "catenate_numbers", WordDelimiterGraphFilter.CATENATE_NUMBERS,
        "catenate_all", WordDelimiterGraphFilter.CATENATE_ALL,
        "split_on_case_change", WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE,
        "preserve_original", WordDelimiterGraphFilter.PRESERVE_ORIGINAL,
        "split_on_numerics", WordDelimiterGraphFilter.SPLIT_ON_NUMERICS,
        "stem_english_possessive", WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE,
        "ignore_keywords", WordDelimiterGraphFilter.IGNORE_KEYWORDS);

    private static final int WORD_DELIMITER_DEFAULTS = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
        | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
        | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

    private TokenFilters() {}

    static TokenFilterFactory asciiFolding(Environment environment, String name, Settings settings) {
        boolean preserveOriginal = settings.getAsBoolean("preserve_original", false);
        return new NormalizingTokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream input) {
                return new ASCIIFoldingFilter(input, preserveOriginal);
            }

            /** A normalizer gives one token, so the original is not kept there. */
            @Override
            public TokenStream normalize(TokenStream input) {
                return new ASCIIFoldingFilter(input, false);
            }

            @Override
            public TokenFilterFactory getSynonymFilter() {
                return new Components.Filter(name, input -> new ASCIIFoldingFilter(input, false));
            }
        };
    }

    static TokenFilterFactory lowercase(Environment environment, String name, Settings settings) {
        String language = settings.get("language", "").toLowerCase(Locale.ROOT);
        UnaryOperator<TokenStream> lower = switch (language) {
            case "" -> LowerCaseFilter::new;
            case "greek" -> GreekLowerCaseFilter::new;
            case "irish" -> IrishLowerCaseFilter::new;
            case "turkish" -> TurkishLowerCaseFilter::new;
            default -> throw new IllegalArgumentException("language [" + language + "] not support for lower case");
        };
        return new Components.NormalizingFilter(name, lower);
    }

    static TokenFilterFactory stemmer(Environment environment, String name, Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        UnaryOperator<TokenStream> stem = STEMMERS.get(language.toLowerCase(Locale.ROOT));
        if (stem == null) {
            throw new IllegalArgumentException(
                "this node knows the English stemmers only, not the stemmer [" + language + "]");
        }
        return new Components.Filter(name, stem);
    }

    static TokenFilterFactory snowball(Environment environment, String name, Settings settings) {
        String language = settings.get("language", settings.get("name", "English"));
        return new Components.Filter(name, input -> new SnowballFilter(input, language));
    }

    static TokenFilterFactory stemmerOverride(Environment environment, String name, Settings settings) {
        List<String> rules = Analysis.getWordList(environment, settings, "rules");
        if (rules == null) {
            throw new IllegalArgumentException("stemmer override filter requires either `rules` or `rules_path`");
        }
        StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            String[] sides = rule.split("=>", -1);
            if (sides.length != 2 || sides[1].isBlank() || sides[1].contains(",")) {
                throw new IllegalArgumentException("Invalid Keyword override Rule:" + rule);
            }
            for (String word : sides[0].split(",", -1)) {
                if (word.isBlank()) {
                    throw new IllegalArgumentException("Invalid Keyword override Rule:" + rule);
                }
                builder.add(word.trim(), sides[1].trim());
            }
        }
        try {
            StemmerOverrideFilter.StemmerOverrideMap overrides = builder.build();
            return new Components.Filter(name, input -> new StemmerOverrideFilter(input, overrides));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static TokenFilterFactory keywordMarker(Environment environment, String name, Settings settings) {
        String expression = settings.get("keywords_pattern");
        if (expression == null) {
            Set<?> words = Analysis.getWordSet(environment, settings, "keywords");
            if (words == null) {
                throw new IllegalArgumentException(
                    "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured");
            }
            CharArraySet keywords = new CharArraySet(words, settings.getAsBoolean("ignore_case", false));
            return new Components.Filter(name, input -> new SetKeywordMarkerFilter(input, keywords));
        }
        if (settings.hasValue("keywords") || settings.hasValue("keywords_path")) {
            throw new IllegalArgumentException(
                "cannot specify both `keywords_pattern` and `keywords` or `keywords_path`");
        }
        Pattern pattern = Pattern.compile(expression);
        return new Components.Filter(name, input -> new PatternKeywordMarkerFilter(input, pattern));
    }

    static TokenFilterFactory length(Environment environment, String name, Settings settings) {
        int shortest = settings.getAsInt("min", 0);
        int longest = settings.getAsInt("max", Integer.MAX_VALUE);
        return new Components.Filter(name, input -> new LengthFilter(input, shortest, longest));
    }

    static TokenFilterFactory truncate(Environment environment, String name, Settings settings) {
        int length = settings.getAsInt("length", -1);
        if (length <= 0) {
            throw new IllegalArgumentException("length parameter must be provided");
        }
        return new Components.Filter(name, input -> new TruncateTokenFilter(input, length));
    }

    static TokenFilterFactory unique(Environment environment, String name, Settings settings) {
        boolean onlyOnSamePosition = settings.getAsBoolean("only_on_same_position", false);
        return new Components.Filter(name, input -> new UniqueFilter(input, onlyOnSamePosition));
    }

    static TokenFilterFactory wordDelimiterGraph(Environment environment, String name, Settings settings) {
        int flags = 0;
        for (Map.Entry<String, Integer> flag : WORD_DELIMITER_FLAGS.entrySet()) {
            boolean byDefault = (WORD_DELIMITER_DEFAULTS & flag.getValue()) != 0;
            flags |= settings.getAsBoolean(flag.getKey(), byDefault) ? flag.getValue() : 0;
        }
        Set<?> kept = Analysis.getWordSet(environment, settings, "protected_words");
        List<String> types = Analysis.getWordList(environment, settings, "type_table");
        CharArraySet protectedWords = kept == null ? null : CharArraySet.copy(kept);
        byte[] table = types == null ? WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE : Rules.table(types);
        boolean adjustOffsets = settings.getAsBoolean("adjust_offsets", true);
        int chosen = flags;
        return new Components.SplittingFilter(
            name, input -> new WordDelimiterGraphFilter(input, adjustOffsets, table, chosen, protectedWords));
    }

    static Function<TokenStream, TokenStream> defaultWordDelimiterGraph() {
        return input -> new WordDelimiterGraphFilter(
            input, true, WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, WORD_DELIMITER_DEFAULTS, null);
    }
}
