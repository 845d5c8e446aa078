package io.kubeipvs.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The saved pages in Chromium: with their own headers, in both colour schemes, on a phone, by keyboard and screen reader. */
class StatusPageBrowserIT {
    private static final int TAB = 9;
    private static final int ENTER = 13;

    /** The texts of the page whose contrast is below the 4.5 of WCAG 2, level AA. */
    private static final String LOW_CONTRAST = """
            (() => {
              const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
              const light = c => { const s = c / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
              const luminance = c => 0.2126 * light(c[0]) + 0.7152 * light(c[1]) + 0.0722 * light(c[2]);
              const back = element => {
                for (let e = element; e; e = e.parentElement) {
                  const c = rgb(getComputedStyle(e).backgroundColor);
                  if (c.length === 3 || c[3] > 0) return c;
                }
                return [255, 255, 255];
              };
              const low = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                if (!own || !e.checkVisibility()) continue;
                const a = luminance(rgb(getComputedStyle(e).color)), b = luminance(back(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) low.push(ratio.toFixed(2) + ' ' + e.className + ' ' + e.textContent.trim().slice(0, 40));
              }
              return low;
            })()""";

    private static Browser browser;
    private static SavedPages pages;

    @BeforeAll
    static void start() throws Exception {
        pages = SavedPages.serve();
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        pages.close();
    }

    private static List<String> texts(String expression) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        browser.evaluate(expression).forEach(text -> texts.add(text.asString()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyPageIsReadableInBothSchemes(String scheme) throws Exception {
        browser.show(1280, 900, scheme);
        for (String name : SavedPages.names()) {
            browser.open(pages.url(name));
            assertThat(browser.evaluate("document.title").asString()).endsWith(" - kube-ipvs on n1");
            assertThat(browser.evaluate("matchMedia('(prefers-color-scheme: " + scheme + ")').matches")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                            .asString())
                    .as("the style sheet is in force under the page's own policy")
                    .isEqualTo(scheme.equals("dark") ? "rgb(16, 21, 27)" : "rgb(246, 247, 249)");
            assertThat(texts(LOW_CONTRAST)).as(name).isEmpty();
            assertThat(browser.complaints()).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 480, 768, 1024, 1920})
    void noWindowIsTooNarrow(int width) throws Exception {
        browser.show(width, 740, "light");
        for (String name : SavedPages.names()) {
            browser.open(pages.url(name));
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("%s in %s pixels", name, width)
                    .isLessThanOrEqualTo(width);
            assertThat(texts("""
                    [...document.querySelectorAll('tr.vs th, tr.vs .state, .problem, h1')]
                      .filter(e => e.getBoundingClientRect().width < 20 || e.getBoundingClientRect().right > innerWidth + 1)
                      .map(e => e.textContent.trim())"""))
                    .as("%s in %s pixels: hidden or cut", name, width)
                    .isEmpty();
        }
    }

    @Test
    void showsTheKernelsState() throws Exception {
        browser.show(1280, 900, "light");
        browser.open(pages.url("all"));
        String text = browser.evaluate("document.body.innerText").asString();
        assertThat(text)
                .containsSubsequence(
                        "Health",
                        "Virtual servers",
                        "REFUSED loopback",
                        "no endpoint: refuses connections",
                        "draining");
        assertThat(browser.evaluate("document.querySelectorAll('tr.rs').length").asInt())
                .isGreaterThan(5);
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('tr.rs meter')).display")
                        .asString())
                .isEqualTo("block");
    }

    @Test
    void theKeyboardReachesEverything() throws Exception {
        browser.show(1280, 900, "light");
        browser.open(pages.url("all"));
        browser.press("Tab", TAB);
        assertThat(focused()).isEqualTo("Skip to the virtual servers");
        browser.press("Enter", ENTER);
        assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("services");
        browser.press("Tab", TAB);
        assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("q");
        int links = browser.evaluate("document.querySelectorAll('section.services a, section.services button').length")
                .asInt();
        for (int i = 0; i < links; i++) {
            browser.press("Tab", TAB);
            if (focused().isEmpty()) {
                continue; // the scrolling region, where there is one
            }
            assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                            .asString())
                    .as("a sign of the focus on '%s'", focused())
                    .isEqualTo("solid");
        }
    }

    private static String focused() throws InterruptedException {
        return browser.evaluate("document.activeElement.matches('a, button') ? document.activeElement.innerText : ''")
                .asString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void aScreenReaderGetsLandmarksNamesAndTheTable(int width) throws Exception {
        browser.show(width, 900, "light");
        browser.open(pages.url("all"));
        List<String> roles = browser.accessible().stream()
                .filter(node -> !text(node, "role").matches("InlineTextBox|StaticText"))
                .map(node -> text(node, "role") + ": " + text(node, "name"))
                .toList();
        assertThat(roles)
                .contains(
                        "region: Health",
                        "region: Virtual servers",
                        "navigation: Which virtual servers",
                        "searchbox: Service, address or port",
                        "button: Search",
                        "heading: Virtual servers")
                .anyMatch(role -> role.matches("table: 1 to [0-9]+ of [0-9]+ virtual servers, problems first"))
                .anyMatch(role -> role.startsWith("rowheader: shop/web 10.96.0.1:80/TCP"))
                .anyMatch(role -> role.matches("columnheader: Active"));
        assertThat(roles.stream()
                        .filter(role -> role.matches("(main|banner|contentinfo|search): ?.*"))
                        .map(role -> role.replaceAll(":.*", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("main", "banner", "contentinfo", "search");
        assertThat(browser.evaluate("document.documentElement.lang").asString()).isEqualTo("en");
    }

    private static String text(JsonNode node, String property) {
        return node.at("/" + property + "/value").asString("");
    }
}
