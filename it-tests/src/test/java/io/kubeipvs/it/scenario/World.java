package io.kubeipvs.it.scenario;

import java.time.Duration;

/**
 * Where a scenario plays: real namespaces, or a model of them. What a world cannot do or check, it answers with an
 * {@link Undecided}.
 */
interface World {
    /** Before the first step. */
    void begin(Scenario scenario) throws Exception;

    /** After the last, or the first that failed: everything is as before. */
    void end() throws Exception;

    /** How long a change may take to show. */
    Duration patience();

    /** The folder of manifests has a file with this text. */
    void apply(String file, String yaml) throws Exception;

    /** The folder of manifests does not have the file any more. */
    void delete(String file) throws Exception;

    /** Link eth0 of n1 gets this address, with its prefix length. */
    void addAddress(String address) throws Exception;

    /** Link eth0 of n1 loses it. */
    void removeAddress(String address) throws Exception;

    /** Ends the program: as Kubernetes does, or as the kernel does when memory runs out. */
    void stopProgram(boolean kindly) throws Exception;

    /** Starts it again. */
    void startProgram() throws Exception;

    /** Runs a shell command in the namespace of n1, n2, out or a pod, and returns its exit status. */
    int run(String place, String command) throws Exception;

    /** Asks, as often as this needs. */
    Answer ask(Question question, Expected expected) throws Exception;

    /** Asks, and keeps the connection or the UDP socket under this name. */
    Answer open(String name, Question question) throws Exception;

    /** Asks once more over what was opened under this name. */
    Answer send(String name) throws Exception;

    /** The status and body that a web server gives to this member. */
    String fetch(Member client, String url) throws Exception;

    /** The program's log since the scenario began. */
    String log() throws Exception;

    /** The objects in the kernel of n1 that name this address; "" when none does. */
    String traces(String address) throws Exception;

    /** This world does not know. */
    final class Undecided extends Exception {
        Undecided(String what) {
            super("this world cannot check: " + what);
        }
    }
}
