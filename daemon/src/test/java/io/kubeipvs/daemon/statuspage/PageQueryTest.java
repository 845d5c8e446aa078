package io.kubeipvs.daemon.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.http.Request;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader's choices, in a query and as links. */
class PageQueryTest {
    private static PageQuery of(String query) {
        return PageQuery.of(new Request("GET", "/status", query, "", "", InetAddress.getLoopbackAddress()));
    }

    @Test
    void withoutChoicesTheLinkIsShort() {
        assertThat(of("")).isEqualTo(PageQuery.FIRST);
        assertThat(PageQuery.FIRST.href()).isEqualTo("?");
    }

    @Test
    void everyChoiceIsInTheLinkAndRead() {
        PageQuery query = of("q=default%2Fweb+%C3%A4%26&show=draining&sort=out&page=7&servers=no&refresh=yes");
        assertThat(query)
                .isEqualTo(new PageQuery(
                        "default/web \u00e4&", PageQuery.Show.DRAINING, PageQuery.Order.OUT, 7, false, true));
        assertThat(of(query.href().substring(1))).isEqualTo(query);
        assertThat(query.showing(PageQuery.Show.ALL).page()).isEqualTo(1);
        assertThat(query.withRefresh(false).page()).isEqualTo(7);
    }

    @Test
    void whatIsNotAllowedIsTheDefault() {
        assertThat(of("show=none&sort=up&page=0&servers=maybe&refresh=1&x=y&&="))
                .isEqualTo(PageQuery.FIRST);
        assertThat(of("page=99999999999").page()).isEqualTo(1);
        assertThat(of("q=" + "x".repeat(5000)).search()).hasSize(200);
    }

    @Test
    void anyTextIsAQuery() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder("q=");
            random.ints(random.nextInt(40), 32, 127).forEach(c -> text.append((char) c));
            assertThat(of(text.toString()).href()).matches("\\?[^<>\"' ]*");
        }
    }
}
