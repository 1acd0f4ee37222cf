package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import dev.hearth.echo.DynamicObject;
import dev.hearth.echo.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A database file of SQLite: a table for each type, with a column for each field, and beside them three tables that say
 * what the columns hold, which objects are edges, and the tree.
 *
 * <pre>
 * "Task"(id TEXT PRIMARY KEY, version INTEGER, f_title TEXT, ...)     a column is f_ and the field
 * hearth_columns(type, field, kind)                                   in the order of the columns
 * hearth_relations(id, type, source, target)                          the edges that relating made
 * hearth_tree(id, parent, place)                                      no parent at the top; parents come first
 * </pre>
 *
 * <p>Booleans are 0 and 1, times ISO 8601, bytes BLOBs, references ids; what has no form of its own is JSON.
 */
final class SqliteTables implements Format {
    private static final String URL = "jdbc:sqlite:";

    @Override
    public long export(Objects objects, Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file); // which tells better than the driver why it can't be
        try (Connection database = DriverManager.getConnection(URL + file)) {
            database.setAutoCommit(false);
            execute(database, "CREATE TABLE hearth_columns(type TEXT, field TEXT, kind TEXT)");
            execute(
                    database,
                    "CREATE TABLE hearth_relations(id TEXT PRIMARY KEY, type TEXT, source TEXT, target TEXT)");
            execute(database, "CREATE TABLE hearth_tree(id TEXT PRIMARY KEY, parent TEXT, place INTEGER)");
            long count = 0;
            for (String type : objects.types()) {
                count += export(objects, type, database);
            }
            try (PreparedStatement row = database.prepareStatement("INSERT INTO hearth_tree VALUES(?, ?, ?)")) {
                objects.tree((object, parent, index) ->
                        inserted(row, object.toString(), parent.map(ObjectId::toString), (long) index));
            }
            database.commit();
            return count;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Inserts a row; an empty Optional stands for NULL. */
    private static void inserted(PreparedStatement row, Object... values) throws IOException {
        try {
            for (int i = 0; i < values.length; i++) {
                row.setObject(i + 1, values[i] instanceof Optional<?> cell ? cell.orElse(null) : values[i]);
            }
            row.executeUpdate();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String declared(Column.Kind kind) {
        return switch (kind) {
            case BOOLEAN, LONG -> "INTEGER";
            case REAL -> "REAL";
            case BYTES -> "BLOB";
            default -> "TEXT";
        };
    }

    private static long export(Objects objects, String type, Connection database) throws IOException, SQLException {
        ValueJson values = new ValueJson(objects.space().id());
        List<Column> columns = Columns.of(objects, type, values).columns();
        StringBuilder table =
                new StringBuilder("CREATE TABLE " + quoted(type) + "(id TEXT PRIMARY KEY, version INTEGER");
        for (Column column : columns) {
            table.append(", ").append(quoted("f_" + column.field())).append(' ').append(declared(column.kind()));
        }
        execute(database, table.append(')').toString());
        long[] count = {0};
        String marks = "?, ?" + ", ?".repeat(columns.size());
        try (PreparedStatement named = database.prepareStatement("INSERT INTO hearth_columns VALUES(?, ?, ?)");
                PreparedStatement edge = database.prepareStatement("INSERT INTO hearth_relations VALUES(?, ?, ?, ?)");
                PreparedStatement row =
                        database.prepareStatement("INSERT INTO " + quoted(type) + " VALUES(" + marks + ")")) {
            for (Column column : columns) {
                inserted(named, type, column.field(), column.kind().name());
            }
            objects.each(type, object -> {
                inserted(row, cells(objects, object, columns, values));
                if (objects.isEdge(object)) {
                    inserted(edge, object.id().toString(), type, end(object, "source"), end(object, "target"));
                }
                count[0]++;
            });
        }
        return count[0];
    }

    private static Optional<String> end(DynamicObject object, String field) {
        return object.get(field)
                .filter(Ref.class::isInstance)
                .map(end -> ((Ref<?>) end).id().toString());
    }

    private static Object[] cells(Objects objects, DynamicObject object, List<Column> columns, ValueJson values) {
        List<Object> cells = new ArrayList<>();
        cells.add(object.id().toString());
        cells.add((long) objects.space().transfer().version(object.id()));
        for (Column column : columns) {
            cells.add(Columns.value(object, column.field(), values).map(value -> cell(column, value)));
        }
        return cells.toArray();
    }

    private static Object cell(Column column, JsonNode value) {
        return switch (column.kind()) {
            case BOOLEAN -> value.booleanValue() ? 1L : 0L;
            case LONG -> value.longValue();
            case REAL -> value.doubleValue();
            case BYTES -> Base64.getDecoder().decode(column.cell(value));
            default -> column.cell(value);
        };
    }

    /**
     * The file is left as it is, and no cell takes more memory than another format allows, be it one that is computed.
     */
    private static Properties reading() {
        Properties reading = new Properties();
        reading.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
        reading.setProperty("limit_length", Integer.toString(Importing.MOST_VALUE));
        return reading;
    }

    @Override
    public Importing.Outcome load(Space space, Optional<String> only, Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new java.nio.file.NoSuchFileException(file.toString());
        }
        Importing importing = new Importing(space);
        try (Connection database = DriverManager.getConnection(URL + file, reading())) {
            Map<String, List<Column>> types = columns(database);
            for (Map.Entry<String, List<Column>> type : types.entrySet()) {
                if (only.isEmpty() || only.get().equals(type.getKey())) {
                    load(importing, database, type.getKey(), type.getValue());
                }
            }
            if (only.isEmpty()) {
                tree(importing, database);
            }
        } catch (SQLException e) {
            throw Importing.malformed(0, "it is no export in SQLite: " + e.getErrorCode(), e);
        }
        return importing.finish();
    }

    private static Map<String, List<Column>> columns(Connection database) throws SQLException {
        Map<String, List<Column>> types = new LinkedHashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'hearth\\_%' ESCAPE '\\'"
                                + " ORDER BY rowid")) {
            while (tables.next()) {
                types.put(tables.getString(1), new ArrayList<>());
            }
        }
        try (Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT type, field, kind FROM hearth_columns ORDER BY rowid")) {
            while (rows.next()) {
                Column.Kind kind = Column.Kind.named(rows.getString(3)).orElse(Column.Kind.STRING);
                List<Column> columns = types.get(rows.getString(1));
                if (columns != null && rows.getString(2) != null) {
                    columns.add(new Column(rows.getString(2), kind));
                }
            }
        }
        return types;
    }

    private static void load(Importing importing, Connection database, String type, List<Column> columns)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT t.id, t.version, r.id IS NOT NULL");
        columns.forEach(column -> sql.append(", t.").append(quoted("f_" + column.field())));
        sql.append(" FROM ")
                .append(quoted(type))
                .append(" t LEFT JOIN hearth_relations r ON r.id = t.id ORDER BY t.rowid");
        long line = 0;
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql.toString())) {
            while (rows.next()) {
                line++;
                Map<String, JsonNode> fields = new LinkedHashMap<>();
                int size = 0;
                for (int i = 0; i < columns.size(); i++) {
                    Optional<String> cell = cell(rows, i + 4, columns.get(i));
                    if (cell.isPresent()) {
                        fields.put(columns.get(i).field(), columns.get(i).value(cell.get()));
                        size += cell.get().length();
                    }
                }
                int version = Math.max(1, rows.getInt(2));
                Optional<ObjectId> id = Optional.of(id(rows));
                importing.take(new Importing.Imported(line, id, type, version, rows.getBoolean(3), fields), size);
            }
        } catch (MalformedException | IllegalArgumentException e) {
            throw Importing.malformed(line, type + ": " + e.getMessage(), e);
        }
    }

    /** Returns the id in the first column; a damaged or foreign file may have a row without one. */
    private static ObjectId id(ResultSet rows) throws SQLException {
        String id = rows.getString(1);
        if (id == null) {
            throw new IllegalArgumentException("a row without an id");
        }
        return ObjectId.fromHex(id);
    }

    private static Optional<String> cell(ResultSet rows, int at, Column column) throws SQLException {
        if (column.kind() == Column.Kind.BYTES) {
            return Optional.ofNullable(rows.getBytes(at))
                    .map(bytes -> Base64.getEncoder().encodeToString(bytes));
        }
        Optional<String> cell = Optional.ofNullable(rows.getString(at));
        return column.kind() == Column.Kind.BOOLEAN ? cell.map(value -> value.equals("0") ? "false" : "true") : cell;
    }

    private static void tree(Importing importing, Connection database) throws SQLException {
        long line = 0;
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, parent, place FROM hearth_tree ORDER BY rowid")) {
            while (rows.next()) {
                line++;
                Optional<ObjectId> parent =
                        Optional.ofNullable(rows.getString(2)).map(ObjectId::fromHex);
                importing.place(line, id(rows), parent, rows.getInt(3));
            }
        } catch (IllegalArgumentException e) {
            throw Importing.malformed(line, "hearth_tree: " + e.getMessage(), e);
        }
    }
}
