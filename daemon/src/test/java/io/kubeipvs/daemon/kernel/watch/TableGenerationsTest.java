package io.kubeipvs.daemon.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableGenerationsTest {
    private final TableGenerations generations = new TableGenerations();

    @Test
    void knowsNothingBeforeItBegins() {
        assertThat(generations.isKnown(0)).isFalse();
    }

    @Test
    void knowsAGenerationWhenEachOneBeforeItWasAnnounced() {
        generations.begin(7);
        assertThat(generations.isKnown(7)).isTrue();
        assertThat(generations.isKnown(8)).as("not announced yet").isFalse();
        generations.announced(8);
        generations.announced(9);
        assertThat(generations.isKnown(9)).isTrue();
        assertThat(generations.isKnown(8)).as("a former one").isFalse();
    }

    @Test
    void anAnnouncementThatIsMissingIsNotMadeUpForByLaterOnes() {
        generations.begin(7);
        generations.announced(9);
        assertThat(generations.isKnown(9)).isFalse();
        generations.announced(10);
        assertThat(generations.isKnown(10)).isFalse();
    }

    @Test
    void aLossLastsUntilTheTablesAreRead() {
        generations.begin(7);
        generations.lost();
        assertThat(generations.isKnown(7)).isFalse();
        generations.announced(8);
        assertThat(generations.isKnown(8)).isFalse();
        generations.read(8);
        assertThat(generations.isKnown(8)).isTrue();
        generations.announced(9);
        assertThat(generations.isKnown(9)).isTrue();
    }

    @Test
    void announcementsMayComeAfterTheReadingThatContainsThem() {
        generations.begin(7);
        generations.read(9);
        generations.announced(8);
        generations.announced(9);
        assertThat(generations.isKnown(9)).isTrue();
        generations.announced(10);
        assertThat(generations.isKnown(10)).isTrue();
    }

    @Test
    void aReadingFromBeforeTheLastAnnouncementDoesNotEndALoss() {
        generations.begin(7);
        generations.lost();
        generations.announced(9);
        generations.read(8);
        assertThat(generations.isKnown(9)).isFalse();
    }

    @Test
    void theSignOfTheNumberDoesNotMatter() {
        generations.begin(Integer.MAX_VALUE);
        generations.announced(Integer.MIN_VALUE);
        assertThat(generations.isKnown(Integer.MIN_VALUE)).isTrue();
    }

    /** The kernel leaves 0 out: {@code net/netfilter/nf_tables_api.c, nf_tables_commit}. */
    @Test
    void whenTheNumberOverflowsTheTablesAreReadOnce() {
        generations.begin(-1);
        generations.announced(1);
        assertThat(generations.isKnown(1)).isFalse();
        generations.read(1);
        assertThat(generations.isKnown(1)).isTrue();
        generations.announced(2);
        assertThat(generations.isKnown(2)).isTrue();
    }
}
