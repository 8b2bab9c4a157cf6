package assay.analysis;

import java.io.Reader;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** Factories that are nothing but a name and a way to wrap a stream; the normalizing ones may stand in a normalizer. */
final class Components {

    private Components() {}

    record Filter(String name, UnaryOperator<TokenStream> wrap) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return wrap.apply(input);
        }
    }

    record NormalizingFilter(String name, UnaryOperator<TokenStream> wrap) implements NormalizingTokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return wrap.apply(input);
        }
    }

    /** A filter that makes several tokens of one, which the parsing of synonym rules cannot follow. */
    record SplittingFilter(String name, UnaryOperator<TokenStream> wrap) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return wrap.apply(input);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            throw new IllegalArgumentException("Token filter [" + name + "] cannot be used to parse synonyms");
        }
    }

    record CharFilter(String name, UnaryOperator<Reader> wrap) implements CharFilterFactory {
        @Override
        public Reader create(Reader input) {
            return wrap.apply(input);
        }
    }

    record NormalizingCharFilter(String name, UnaryOperator<Reader> wrap) implements NormalizingCharFilterFactory {
        @Override
        public Reader create(Reader input) {
            return wrap.apply(input);
        }
    }
}
