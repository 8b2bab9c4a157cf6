package assay.analysis;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymFilter;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.synonym.WordnetSynonymParser;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** The synonym filters: rules given inline or in a file of the configuration folder, read by the chain before them. */
record Synonyms(Environment environment, String name, Settings settings, boolean graph) implements TokenFilterFactory {

    Synonyms {
        if (settings.hasValue("synonyms") == false && settings.hasValue("synonyms_path") == false) {
            throw new IllegalArgumentException("synonym requires either `synonyms` or `synonyms_path` to be configured");
        }
        if (settings.getAsBoolean("updateable", false) || settings.getAsBoolean("lenient", false)) {
            throw new IllegalArgumentException("this node reads synonyms strictly and once: leave out `updateable` and `lenient`");
        }
    }

    @Override
    public TokenStream create(TokenStream input) {
        throw new IllegalStateException("synonym filter [" + name + "] was used outside an analyzer");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
        IndexCreationContext context,
        TokenizerFactory tokenizer,
        List<CharFilterFactory> charFilters,
        List<TokenFilterFactory> previousTokenFilters,
        Function<String, TokenFilterFactory> allFilters
    ) {
        Analyzer before = new CustomAnalyzer(
            tokenizer,
            charFilters.toArray(CharFilterFactory[]::new),
            previousTokenFilters.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new));
        return new Specialised(name, graph, parse(before));
    }

    private SynonymMap parse(Analyzer before) {
        boolean expand = settings.getAsBoolean("expand", true);
        try (Reader rules = rules()) {
            if ("wordnet".equalsIgnoreCase(settings.get("format"))) {
                WordnetSynonymParser parser = new WordnetSynonymParser(true, expand, before);
                parser.parse(rules);
                return parser.build();
            }
            SolrSynonymParser parser = new SolrSynonymParser(true, expand, before);
            parser.parse(rules);
            return parser.build();
        } catch (IOException | ParseException failure) {
            throw new IllegalArgumentException("failed to build synonyms of [" + name + "]", failure);
        }
    }

    private Reader rules() {
        if (settings.hasValue("synonyms")) {
            return new StringReader(String.join("\n", Analysis.getWordList(environment, settings, "synonyms")));
        }
        return Analysis.getReaderFromFile(environment, settings.get("synonyms_path"), "synonyms");
    }

    /** The filter once its rules are read. */
    private record Specialised(String name, boolean graph, SynonymMap synonyms) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            if (synonyms.fst == null) {
                return input;
            }
            return graph ? new SynonymGraphFilter(input, synonyms, false) : new SynonymFilter(input, synonyms, false);
        }

        /** Rules of a later synonym filter are read as they are written. */
        @Override
        public TokenFilterFactory getSynonymFilter() {
            return IDENTITY_FILTER;
        }
    }
}
