package io.kubeipvs.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.AttributeNames;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Comparison COMPARISON = Comparison.parse("Fruit  fruit.h  FRUIT_  PLUM=PRUNE SIZE=-");

    @SuppressWarnings("unused") // read by reflection
    private static final class Fruit {
        static final int APPLE = 1;
        static final int PLUM = 0x80000000;
        static final int SIZE = 99;
        static final AttributeNames NAMES = AttributeNames.of("FRUIT_", "UNSPEC", "APPLE", "PEAR");
    }

    @SuppressWarnings("unused")
    private enum Numbered {
        ONE(1);

        private final int number;

        Numbered(int number) {
            this.number = number;
        }
    }

    private enum Ordered {
        ZERO,
        ONE;

        @SuppressWarnings("unused")
        int number() {
            return ordinal();
        }
    }

    private enum Plain {
        ANY
    }

    @Test
    void agreesWithTheSameNumbers() {
        CHeaders header = header("enum { FRUIT_UNSPEC, FRUIT_APPLE, FRUIT_PEAR };\n#define FRUIT_PRUNE 0x80000000\n");

        assertThat(COMPARISON.wrong(fruit(), header)).isEmpty();
        assertThat(COMPARISON.missing(fruit(), header)).isEmpty();
    }

    @Test
    void aWrongNumberAndAWrongPlaceInAListAreFound() {
        CHeaders header = header("enum { FRUIT_UNSPEC, FRUIT_PEAR, FRUIT_APPLE };\n#define FRUIT_PRUNE 5\n");

        assertThat(COMPARISON.wrong(fruit(), header))
                .containsExactly(
                        "Fruit: FRUIT_APPLE = 1, but the header has 2",
                        "Fruit: FRUIT_PRUNE = -2147483648, but the header has 5",
                        "Fruit: FRUIT_APPLE = 1, but the header has 2",
                        "Fruit: FRUIT_PEAR = 2, but the header has 1");
    }

    @Test
    void whatEitherSideLacksIsFound() {
        CHeaders header = header("enum { FRUIT_UNSPEC, FRUIT_APPLE, FRUIT_PEAR, FRUIT_FIG, __FRUIT_MAX };\n");

        assertThat(COMPARISON.missing(fruit(), header))
                .containsExactly(
                        "Fruit: FRUIT_PRUNE = -2147483648, which is not in [fruit.h]",
                        "Fruit: lacks the attribute name FRUIT_FIG");
        assertThat(Comparison.parse("Fruit fruit.h FRUIT_ PLUM=APPLE SIZE=- GONE=X")
                        .missing(fruit(), header("enum { FRUIT_UNSPEC, FRUIT_APPLE, FRUIT_PEAR };")))
                .containsExactly("Fruit: has no constant GONE");
    }

    @Test
    void fieldsThatAreNotNamedCanBeLeftOut() {
        CHeaders header = header("enum { FRUIT_UNSPEC, FRUIT_APPLE, FRUIT_PEAR };");

        assertThat(Comparison.parse("Fruit fruit.h FRUIT_ APPLE=PEAR *=-").wrong(fruit(), header))
                .containsExactly("Fruit: FRUIT_PEAR = 1, but the header has 2");
        assertThat(Comparison.parse("Fruit fruit.h FRUIT_ APPLE=APPLE *=-").missing(fruit(), header))
                .isEmpty();
    }

    @Test
    void classesOfConstantsAreKnownByTheirShape() {
        assertThat(fruit().isClassOfConstants()).isTrue();
        assertThat(new JavaConstants(Numbered.class).isClassOfConstants()).isTrue();
        assertThat(new JavaConstants(Numbered.class).values()).containsEntry("ONE", 1L);
        assertThat(new JavaConstants(Ordered.class).isClassOfConstants()).isTrue();
        assertThat(new JavaConstants(Ordered.class).values()).containsEntry("ONE", 1L);
        assertThat(new JavaConstants(Plain.class).isClassOfConstants()).isFalse();
        assertThat(new JavaConstants(Comparison.class).isClassOfConstants()).isFalse();
    }

    private static JavaConstants fruit() {
        return new JavaConstants(Fruit.class);
    }

    private static CHeaders header(String text) {
        CHeaders headers = new CHeaders();
        headers.add(text);
        return headers;
    }
}
