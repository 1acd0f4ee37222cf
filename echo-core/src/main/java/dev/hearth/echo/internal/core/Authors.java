package dev.hearth.echo.internal.core;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.internal.feed.Feed;
import dev.hearth.echo.store.StoreBatch;
import org.jspecify.annotations.Nullable;

/**
 * By which numbers the engine knows those who write in a space and in its branches. All are kept by the space, in one
 * order for good, because the store has changes by the numbers of their authors. Used under the database's lock.
 */
final class Authors {
    private final Core core;
    private final Ground ground;
    private final @Nullable Line line;

    Authors(Core core, Ground ground, @Nullable Line line) {
        this.core = core;
        this.ground = ground;
        this.line = line;
    }

    /** Returns the number of a device that writes here. */
    int number(DeviceId device) {
        return line == null
                ? ground.actors().intern(device.value().toArray())
                : line.main().authors().number(line.branch(), device);
    }

    private int number(ObjectId branch, DeviceId device) {
        StoreBatch batch = new StoreBatch();
        Feed.Member member = new Feed.Member(branch, device);
        Feed author = core.feeds().require(member, BranchGuard.author(branch, device), batch);
        if (!batch.isEmpty()) {
            ground.store().write(batch);
        }
        return author.actor();
    }

    /** Returns who has a number: a device, and the branch in which it wrote, or what stands for the space itself. */
    Feed.Member whoIs(int actor) {
        if (line != null) {
            return line.main().authors().whoIs(actor);
        }
        return core.feeds()
                .byActor(actor)
                .flatMap(Feed::member)
                .orElseGet(() -> new Feed.Member(
                        core.tree().root(),
                        new DeviceId(Bytes.of(ground.actors().key(actor)))));
    }
}
