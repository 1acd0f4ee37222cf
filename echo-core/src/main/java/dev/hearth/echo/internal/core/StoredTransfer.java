package dev.hearth.echo.internal.core;

import dev.hearth.base.ObjectId;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Transfer;
import dev.hearth.echo.crdt.Scalar;
import java.util.List;

/** Objects with their ids, through the machine of their database. */
record StoredTransfer(Core core) implements Transfer {
    @Override
    public List<String> types() {
        return core.locked(
                () -> core.objects().catalogue().types().stream().sorted().toList());
    }

    @Override
    public int version(ObjectId object) {
        return core.read(
                object,
                found -> found.state()
                        .scalar(TypeDeclaration.VERSION)
                        .filter(Scalar.Int.class::isInstance)
                        .map(scalar -> (int) ((Scalar.Int) scalar).value())
                        .orElse(1));
    }

    @Override
    public ObjectId edge(String type, Ref<?> source, Ref<?> target) {
        return Edges.id(type, source, target);
    }

    @Override
    public boolean knows(ObjectId object) {
        return core.read(
                object, found -> !found.type().isEmpty() || found.state().purged());
    }

    @Override
    public DynamicObject create(ObjectId object, String type, int version) {
        if (type.isEmpty() || version < 1) {
            throw new IllegalArgumentException("type: empty, or of version " + version);
        }
        core.transact(() -> {
            if (knows(object)) {
                throw new IllegalArgumentException("object: " + object + " is here already");
            }
            core.edit(object, false, edit -> {
                edit.set(LiveObject.TYPE, new Scalar.Str(type));
                if (version > 1) {
                    edit.set(TypeDeclaration.VERSION, new Scalar.Int(version));
                }
            });
        });
        return new DynamicView(core, object);
    }
}
