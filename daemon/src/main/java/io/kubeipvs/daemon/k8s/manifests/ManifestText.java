package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.JsonValues;
import io.kubeipvs.daemon.k8s.OneLine;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * From the bytes of a manifest file to its documents. The parser of YAML 1.2
 * follows aliases, and does not take an IPv6 address for a number in base 60 as YAML 1.1 may. A {@code .json} file is
 * read as JSON, which unlike YAML may be indented with tabs.
 */
final class ManifestText {
    private static final String TOO_DEEP = "is nested too deeply, or refers to itself";

    private static final LoadSettings YAML = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();

    private static final int DEEPEST = 500;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The file's documents that are not empty. */
    List<Object> documents(String fileName, byte[] content) throws ManifestException {
        try {
            return fileName.endsWith(".json") ? json(content) : yaml(content);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElseThrow(() -> e);
            throw syntax(mark.getLine() + 1, mark.getColumn() + 1, e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ManifestException("is not YAML in UTF-8: " + OneLine.of(e.getMessage()), e);
        } catch (JacksonIOException e) {
            throw new ManifestException("is not JSON in UTF-8: " + OneLine.of(e.getOriginalMessage()), e);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation() == null ? TokenStreamLocation.NA : e.getLocation();
            throw syntax(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage(), e);
        } catch (StackOverflowError e) {
            throw new ManifestException(TOO_DEEP, e);
        }
    }

    private static List<Object> yaml(byte[] content) throws ManifestException {
        List<Object> documents = new ArrayList<>();
        for (Object document : new Load(YAML).loadAllFromInputStream(new ByteArrayInputStream(content))) {
            if (document != null) {
                checkDepth(document, 0);
                documents.add(document);
            }
        }
        return documents;
    }

    /** An alias can make a value contain itself. */
    private static void checkDepth(Object value, int depth) throws ManifestException {
        if (depth > DEEPEST) {
            throw new ManifestException(TOO_DEEP);
        }
        if (value instanceof Map<?, ?> map) {
            for (Object inner : map.values()) {
                checkDepth(inner, depth + 1);
            }
        } else if (value instanceof List<?> list) {
            for (Object inner : list) {
                checkDepth(inner, depth + 1);
            }
        }
    }

    private List<Object> json(byte[] content) {
        List<Object> documents = new ArrayList<>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), content)) {
            JsonValues values = JsonValues.ofFile(parser);
            while (parser.nextToken() != null) {
                documents.add(values.read());
            }
        }
        return documents;
    }

    private static ManifestException syntax(int line, int column, String problem, Exception cause) {
        return new ManifestException("line " + line + ", column " + column + ": " + OneLine.of(problem), cause);
    }
}
