package dev.hearth.kube.internal.transfer;

import dev.hearth.base.Bytes;
import dev.hearth.echo.Model;
import dev.hearth.echo.Origin;

/** The operations of a model that is not known here, handed on as they are. */
final class RawModel implements Model<Bytes, Bytes> {
    @Override
    public Bytes initial() {
        return Bytes.EMPTY;
    }

    @Override
    public Bytes apply(Bytes state, Bytes operation, Origin origin) {
        return state;
    }

    @Override
    public byte[] encode(Bytes operation) {
        return operation.toArray();
    }

    @Override
    public Bytes decode(byte[] operation) {
        return Bytes.of(operation);
    }

    @Override
    public byte[] snapshot(Bytes state) {
        return state.toArray();
    }

    @Override
    public Bytes restore(byte[] snapshot) {
        return Bytes.of(snapshot);
    }
}
