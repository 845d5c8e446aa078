package io.kubeipvs.daemon.k8s.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kubeipvs.daemon.k8s.protobuf.EventReader;
import io.kubeipvs.daemon.k8s.protobuf.ListReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** An answer in protobuf. For one thread. */
final class ProtobufAnswer implements ApiAnswer {
    private final InputStream answer;

    /** @param answer is closed with this */
    ProtobufAnswer(InputStream answer) {
        this.answer = answer;
    }

    @Override
    public Event event() throws IOException {
        EventReader.Event event;
        try {
            event = EventReader.next(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("an event is not protobuf: " + e.getMessage(), e);
        }
        if (event == null) {
            return null;
        }
        if (event.type() == null || event.object() == null) {
            throw new MalformedException("an event has no type or no object", null);
        }
        return new Event(event.type(), ApiObject.of(event.object()));
    }

    @Override
    public Page page(Consumer<ApiObject> items) throws IOException {
        ListReader.Head head;
        try {
            head = ListReader.read(answer, object -> items.accept(ApiObject.of(object)));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("a list is not protobuf: " + e.getMessage(), e);
        }
        answer.transferTo(OutputStream.nullOutputStream()); // to the end, where a compressed one has its checksum
        if (head.version().isEmpty()) {
            throw new MalformedException("a list has no version", null);
        }
        return new Page(head.version(), head.next().isEmpty() ? null : head.next());
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
