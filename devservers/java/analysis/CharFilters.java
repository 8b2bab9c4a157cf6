package assay.analysis;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.CharFilterFactory;

/** The character filters: markup taken out, characters mapped, patterns replaced. */
final class CharFilters {

    private CharFilters() {}

    static CharFilterFactory htmlStrip(Environment environment, String name, Settings settings) {
        List<String> tags = settings.getAsList("escaped_tags");
        Set<String> kept = tags.isEmpty() ? null : Set.copyOf(tags);
        return new Components.CharFilter(name, input -> new HTMLStripCharFilter(input, kept));
    }

    static CharFilterFactory mapping(Environment environment, String name, Settings settings) {
        List<String> rules = Analysis.getWordList(environment, settings, "mappings");
        if (rules == null) {
            throw new IllegalArgumentException(
                "mapping requires either `mappings` or `mappings_path` to be configured");
        }
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            String[] sides = Rules.sides(rule);
            builder.add(sides[0], sides[1]);
        }
        NormalizeCharMap characters = builder.build();
        return new Components.NormalizingCharFilter(name, input -> new MappingCharFilter(characters, input));
    }

    static CharFilterFactory patternReplace(Environment environment, String name, Settings settings) {
        String expression = settings.get("pattern");
        if (expression == null || expression.isEmpty()) {
            throw new IllegalArgumentException("pattern is missing for [" + name + "] char filter of type 'pattern_replace'");
        }
        Pattern pattern = Regex.compile(expression, settings.get("flags"));
        String replacement = settings.get("replacement", "");
        return new Components.NormalizingCharFilter(
            name, input -> new PatternReplaceCharFilter(pattern, replacement, input));
    }
}
