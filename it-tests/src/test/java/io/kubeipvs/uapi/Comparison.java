package io.kubeipvs.uapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which C names a Java class mirrors. Written as a line of {@code uapi-constants.txt}.
 *
 * @param className below {@code io.kubeipvs.netlink}
 * @param headers in the kernel's {@code include}
 * @param prefix what the C names have in front; "" for nothing
 * @param renamed the C name, with or without the prefix, or a C expression of names, by Java field or attribute name where they differ; "-" for
 *     what the headers do not have; by "*" for all fields that are not named here
 */
record Comparison(String className, List<String> headers, String prefix, Map<String, String> renamed) {

    private static final String NONE = "-";
    private static final String OTHERS = "*";

    /** A value of ours and the name that it has in the headers. */
    private record Copy(String name, Object value) {
        @Override
        public String toString() {
            return name + " = " + value;
        }
    }

    static Comparison parse(String line) {
        String[] words = line.strip().split("\\s+");
        Map<String, String> renamed = new HashMap<>();
        for (String word : Arrays.asList(words).subList(3, words.length)) {
            String[] sides = word.split("=", 2);
            renamed.put(sides[0], sides[1]);
        }
        return new Comparison(words[0], List.of(words[1].split(",")), words[2].equals(NONE) ? "" : words[2], renamed);
    }

    /** Numbers and texts of ours that are others in the headers. */
    List<String> wrong(JavaConstants ours, CHeaders theirs) {
        return copies(ours, theirs).stream()
                .filter(copy -> theirs.defines(copy.name()) && !same(copy.value(), theirs.value(copy.name())))
                .map(copy -> className + ": " + copy + ", but the header has " + theirs.value(copy.name()))
                .toList();
    }

    /** The names that only we have, and those that only the enums of our attribute lists have. */
    List<String> missing(JavaConstants ours, CHeaders theirs) {
        List<String> complaints = new ArrayList<>();
        copies(ours, theirs).stream()
                .filter(copy -> !theirs.defines(copy.name()))
                .forEach(copy -> complaints.add(className + ": " + copy + ", which is not in " + headers));
        for (List<String> names : ours.attributeNames()) {
            names.stream()
                    .flatMap(name -> theirs.siblings(name).stream())
                    .distinct()
                    .filter(name -> (Long) theirs.value(name) >= names.size())
                    .forEach(name -> complaints.add(className + ": lacks the attribute name " + name));
        }
        renamed.keySet().stream()
                .filter(name -> !name.equals(OTHERS) && !ours.names().contains(name))
                .forEach(name -> complaints.add(className + ": has no constant " + name));
        return complaints;
    }

    @Override
    public String toString() {
        return className;
    }

    private List<Copy> copies(JavaConstants ours, CHeaders theirs) {
        List<Copy> copies = new ArrayList<>();
        ours.values().forEach((field, value) -> {
            String name = renamed.getOrDefault(field, renamed.getOrDefault(OTHERS, field));
            copies.add(new Copy(theirs.defines(name) && !theirs.defines(prefix + name) ? name : prefix + name, value));
        });
        for (List<String> names : ours.attributeNames()) {
            for (int number = 0; number < names.size(); number++) {
                String name = names.get(number);
                copies.add(new Copy(renamed.getOrDefault(name, name), (long) number));
            }
        }
        copies.removeIf(copy -> copy.name().equals(NONE) || copy.name().equals(prefix + NONE));
        return copies;
    }

    /** A number of 32 bits is the same with and without its sign. */
    private static boolean same(Object ours, Object theirs) {
        return ours.equals(theirs)
                || ours instanceof Long our
                        && theirs instanceof Long their
                        && our.intValue() == our
                        && our.intValue() == their.intValue()
                        && their >>> Integer.SIZE == 0;
    }
}
