package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.OneLine;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectMapper;

/**
 * From the bytes of a manifest file to its documents. YAML 1.2 by the parser that the Kubernetes client itself uses: it
 * follows aliases, and does not take an IPv6 address for a number in base 60 as YAML 1.1 may. A {@code .json} file is
 * read as JSON, which unlike YAML may be indented with tabs.
 */
final class ManifestText {
    private static final LoadSettings YAML = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();

    private final ObjectMapper mapper;

    ManifestText(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The file's documents that are not empty. */
    List<JsonNode> documents(String fileName, byte[] content) throws ManifestException {
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
            throw new ManifestException("is nested too deeply, or refers to itself", e);
        }
    }

    private List<JsonNode> yaml(byte[] content) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(YAML).loadAllFromInputStream(new ByteArrayInputStream(content))) {
            if (document != null) {
                documents.add(mapper.convertValue(document, JsonNode.class));
            }
        }
        return documents;
    }

    private List<JsonNode> json(byte[] content) {
        try (MappingIterator<JsonNode> documents = mapper.readerFor(JsonNode.class)
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .readValues(content)) {
            return documents.readAll();
        }
    }

    private static ManifestException syntax(int line, int column, String problem, Exception cause) {
        return new ManifestException("line " + line + ", column " + column + ": " + OneLine.of(problem), cause);
    }
}
