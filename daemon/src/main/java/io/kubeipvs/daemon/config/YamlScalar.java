package io.kubeipvs.daemon.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The value of one scalar of a YAML document, as kube-proxy's decoder has it. That is YAML 1.1 with the additions of {@code
 * resolve.go} of go.yaml.in/yaml/v2: {@code yes}, {@code On} and {@code y} are truths, {@code 010} and {@code 0o10} are 8.
 */
final class YamlScalar {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern TRUE = Pattern.compile("y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON");
    private static final Pattern FALSE = Pattern.compile("n|N|no|No|NO|false|False|FALSE|off|Off|OFF");
    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,9})?");

    private static final BigDecimal LONGEST_PLAIN = new BigDecimal("1e21");
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
    private static final String TAGS = "tag:yaml.org,2002:";

    private static final Map<String, String> WORDS = Map.of(
            "bool", "true or false", "int", "a whole number", "float", "a number", "null", "null", "binary", "base64");

    private YamlScalar() {}

    /**
     * The value.
     *
     * @param tag the whole tag of the scalar, if it has one
     * @param isPlain without quotes, and not a block
     * @throws ConfigException when the value is not of the type of its tag, or the number has no JSON
     */
    static JsonNode of(String text, Optional<String> tag, boolean isPlain) throws ConfigException {
        if (tag.isEmpty()) {
            return isPlain ? plain(text) : JSON.stringNode(text);
        }
        String type = tag.get().startsWith(TAGS) ? tag.get().substring(TAGS.length()) : "";
        if (type.equals("binary")) {
            return JSON.stringNode(decoded(text));
        }
        if (!WORDS.containsKey(type)) {
            return JSON.stringNode(text);
        }
        JsonNode value = plain(text);
        boolean fits = switch (type) {
            case "bool" -> value.isBoolean();
            case "int" -> value.isIntegralNumber();
            case "float" -> value.isNumber();
            default -> value.isNull();
        };
        if (!fits) {
            throw new ConfigException("!!" + type, text, WORDS.get(type));
        }
        return value;
    }

    private static String decoded(String text) throws ConfigException {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("!!binary", text, WORDS.get("binary"));
        }
    }

    private static JsonNode plain(String text) throws ConfigException {
        if (NULL.matcher(text).matches()) {
            return JSON.nullNode();
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return JSON.booleanNode(TRUE.matcher(text).matches());
        }
        if (NOT_FINITE.matcher(text).matches()) {
            throw new ConfigException("a number", text, "finite numbers");
        }
        boolean mayBeNumber = "+-.0123456789".indexOf(text.charAt(0)) >= 0;
        return mayBeNumber ? number(text, text.replace("_", "")) : JSON.stringNode(text);
    }

    private static JsonNode number(String text, String digits) {
        Optional<BigInteger> whole =
                integer(digits).filter(value -> value.compareTo(MOST) < 0 && value.compareTo(LEAST) >= 0);
        if (whole.isPresent()) {
            return JSON.numberNode(whole.get());
        }
        if (!FLOAT.matcher(digits).matches() || Double.isInfinite(Double.parseDouble(digits))) {
            return JSON.stringNode(text);
        }
        // A JSON number without fraction is whole again, as in Go's text of a float.
        BigDecimal number = BigDecimal.valueOf(Double.parseDouble(digits)).stripTrailingZeros();
        return number.scale() <= 0 && number.abs().compareTo(LONGEST_PLAIN) < 0
                ? JSON.numberNode(number.toBigInteger())
                : JSON.numberNode(number.doubleValue());
    }

    private static Optional<BigInteger> integer(String digits) {
        var matcher = INTEGER.matcher(digits);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String magnitude = matcher.group(2);
        char form = magnitude.length() > 1 ? Character.toLowerCase(magnitude.charAt(1)) : '9';
        BigInteger value = switch (form) {
            case 'x' -> new BigInteger(magnitude.substring(2), 16);
            case 'b' -> new BigInteger(magnitude.substring(2), 2);
            case 'o' -> new BigInteger(magnitude.substring(2), 8);
            default -> new BigInteger(magnitude, magnitude.startsWith("0") ? 8 : 10);
        };
        return Optional.of(matcher.group(1).equals("-") ? value.negate() : value);
    }
}
