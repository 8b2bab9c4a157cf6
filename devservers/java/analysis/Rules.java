package assay.analysis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;

/** Rules of the form {@code left => right}, with the escapes that index settings allow in them. */
final class Rules {

    // Lucene keeps most of these constants to itself, so they are read off characters of each kind.
    private static final Map<String, Byte> TYPES = Map.of(
        "LOWER", WordDelimiterIterator.getType('a'),
        "UPPER", WordDelimiterIterator.getType('A'),
        "ALPHA", (byte) WordDelimiterIterator.ALPHA,
        "DIGIT", WordDelimiterIterator.getType('0'),
        "ALPHANUM", (byte) WordDelimiterIterator.ALPHANUM,
        "SUBWORD_DELIM", WordDelimiterIterator.getType('-'));

    private Rules() {}

    /** The character table of a word delimiter filter, from rules such as {@code $ => DIGIT}. */
    static byte[] table(List<String> rules) {
        TreeMap<Character, Byte> changed = new TreeMap<>();
        for (String rule : rules) {
            String[] sides = sides(rule);
            Byte type = TYPES.get(sides[1]);
            if (sides[0].length() != 1 || type == null) {
                throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
            }
            changed.put(sides[0].charAt(0), type);
        }
        int known = WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE.length;
        byte[] table = new byte[Math.max(known, changed.isEmpty() ? 0 : changed.lastKey() + 1)];
        for (int character = 0; character < table.length; character++) {
            table[character] = WordDelimiterIterator.getType(character);
        }
        changed.forEach((character, type) -> table[character] = type);
        return table;
    }

    /** Both sides of a rule, trimmed and unescaped; the last arrow divides. */
    static String[] sides(String rule) {
        int arrow = rule.lastIndexOf("=>");
        if (arrow < 0) {
            throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
        }
        return new String[] {unescape(rule.substring(0, arrow).trim()), unescape(rule.substring(arrow + 2).trim())};
    }

    private static String unescape(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < escaped.length(); at++) {
            char character = escaped.charAt(at);
            if (character != '\\') {
                text.append(character);
                continue;
            }
            at++;
            boolean unicode = at < escaped.length() && escaped.charAt(at) == 'u';
            if (at >= escaped.length() || unicode && at + 4 >= escaped.length()) {
                throw new IllegalArgumentException("Invalid escaped char in [" + escaped + "]");
            }
            text.append(unicode ? (char) Integer.parseInt(escaped, at + 1, at + 5, 16) : control(escaped.charAt(at)));
            at += unicode ? 4 : 0;
        }
        return text.toString();
    }

    private static char control(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> letter;
        };
    }
}
