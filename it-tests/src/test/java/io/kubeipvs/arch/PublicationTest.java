package io.kubeipvs.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** netlink-ipvs has what Maven Central demands of a library. The other modules are not published. */
class PublicationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String ADDRESS = "https://github.com/kube-ipvs/kube-ipvs";

    @Test
    void theParentStatesWhoseAndWhereItIs() throws Exception {
        Document parent = pom("pom.xml");
        for (String path : List.of("name", "description", "licenses/license/name", "developers/developer/name")) {
            assertThat(text(parent, "/project/" + path)).as(path).isNotBlank();
        }
        assertThat(text(parent, "/project/developers/developer/name")).isEqualTo("kube-ipvs maintainers");
        for (String path : List.of("url", "scm/url")) {
            assertThat(text(parent, "/project/" + path)).as(path).isEqualTo(ADDRESS);
        }
        for (String path : List.of("scm/connection", "scm/developerConnection")) {
            assertThat(text(parent, "/project/" + path)).as(path).isEqualTo("scm:git:" + ADDRESS + ".git");
        }
    }

    /** Maven appends the module's name to these addresses, unless the parent forbids it. */
    @Test
    void aModuleHasTheAddressOfTheRepository() throws Exception {
        Document parent = pom("pom.xml");
        for (String attribute : List.of(
                "/project/@child.project.url.inherit.append.path",
                "/project/scm/@child.scm.connection.inherit.append.path",
                "/project/scm/@child.scm.developerConnection.inherit.append.path",
                "/project/scm/@child.scm.url.inherit.append.path")) {
            assertThat(text(parent, attribute)).as(attribute).isEqualTo("false");
        }
    }

    @Test
    void theLibraryComesWithSourcesAndJavadoc() throws Exception {
        Document library = pom("netlink-ipvs/pom.xml");
        assertThat(text(library, "/project/name")).isNotBlank();
        assertThat(text(library, "/project/description")).isNotBlank();
        assertThat(goals(library, "maven-source-plugin")).isEqualTo("jar-no-fork");
        assertThat(goals(library, "maven-javadoc-plugin")).isEqualTo("jar");
        assertThat(skipped(library)).isEmpty();
    }

    @Test
    void noOtherModuleIsPublished() throws Exception {
        for (String module : List.of("proxy-core", "daemon", "it-tests")) {
            assertThat(skipped(pom(module + "/pom.xml"))).as(module).isEqualTo("true");
        }
    }

    @Test
    void theSiteHasTheSameAddress() throws Exception {
        assertThat(Files.readString(ROOT.resolve("it-tests/site.d/mkdocs.yml")))
                .contains("repo_url: " + ADDRESS + "\n");
    }

    private static String skipped(Document pom) throws Exception {
        return text(pom, "/project/properties/maven.deploy.skip");
    }

    private static String goals(Document pom, String plugin) throws Exception {
        return text(pom, "/project/build/plugins/plugin[artifactId='" + plugin + "']/executions/execution/goals/goal");
    }

    private static Document pom(String file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(file).toFile());
    }

    private static String text(Document pom, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        return ((String) xpath.evaluate(path, pom, XPathConstants.STRING)).strip();
    }
}
