package dev.hearth.kube.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.client.Space;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of one type as a table. The first row names the columns: {@code id}, which may be missing on import, and
 * a field each, with what it holds behind a colon, such as {@code due:time}; without that a cell is a string. An empty
 * cell stands for no value; a cell of two quotes alone stands for it too, so an empty string is lost.
 */
final class CsvTables implements Format {
    private static final String ID = "id";

    /** The column of ids, which no field can be called as. */
    private static final Column KEY = new Column("", Column.Kind.STRING);

    @Override
    public long export(Objects objects, Path file) throws IOException {
        String type = type(objects.only());
        ValueJson values = new ValueJson(objects.space().id());
        List<Column> columns = Columns.of(objects, type, values).columns();
        long[] count = {0};
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            List<String> header = new ArrayList<>(List.of(ID));
            columns.forEach(column ->
                    header.add(column.field() + ":" + column.kind().name().toLowerCase(java.util.Locale.ROOT)));
            Csv.write(out, header);
            objects.each(type, object -> {
                List<String> row = new ArrayList<>(List.of(object.id().toString()));
                for (Column column : columns) {
                    row.add(Columns.value(object, column.field(), values)
                            .map(column::cell)
                            .orElse(""));
                }
                Csv.write(out, row);
                count[0]++;
            });
        }
        return count[0];
    }

    private static String type(Optional<String> only) {
        return only.orElseThrow(() -> new HearthException(
                ErrorCode.INPUT_MALFORMED, Map.of("rule", "--type: a table in CSV holds the objects of one type")));
    }

    @Override
    public Importing.Outcome load(Space space, Optional<String> only, Path file) throws IOException {
        String type = type(only);
        Importing importing = new Importing(space);
        Csv.Reader in = null;
        try (var reader = Files.newBufferedReader(file)) {
            in = new Csv.Reader(reader);
            List<Column> columns = columns(in.row());
            for (List<String> row = in.row(); !row.isEmpty(); row = in.row()) {
                importing.take(
                        object(in.line(), type, columns, row),
                        row.stream().mapToInt(String::length).sum());
            }
        } catch (MalformedException | IllegalArgumentException e) {
            throw Importing.malformed(in == null ? 1 : in.line(), String.valueOf(e.getMessage()), e);
        } catch (CharacterCodingException e) {
            throw Importing.malformed(in == null ? 1 : in.line() + 1, "it is not UTF-8", e);
        }
        return importing.finish();
    }

    private static List<Column> columns(List<String> header) throws MalformedException {
        List<Column> columns = new ArrayList<>();
        for (String name : header) {
            if (name.equals(ID)) {
                columns.add(KEY);
                continue;
            }
            int colon = name.lastIndexOf(':');
            Optional<Column.Kind> kind = colon < 0 ? Optional.empty() : Column.Kind.named(name.substring(colon + 1));
            String field = kind.isPresent() ? name.substring(0, colon) : name;
            if (field.isEmpty()) {
                throw new MalformedException("a column without a name");
            }
            columns.add(new Column(field, kind.orElse(Column.Kind.STRING)));
        }
        if (columns.isEmpty()) {
            throw new MalformedException("the first row names the columns");
        }
        return columns;
    }

    private static Importing.Imported object(long line, String type, List<Column> columns, List<String> row)
            throws MalformedException {
        if (row.size() != columns.size()) {
            throw new MalformedException(row.size() + " cells under " + columns.size() + " columns");
        }
        Optional<ObjectId> id = Optional.empty();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            Column column = columns.get(i);
            String cell = row.get(i);
            if (column.equals(KEY) && !cell.isEmpty()) {
                id = Optional.of(ObjectId.fromHex(cell));
            } else if (!cell.isEmpty()) {
                fields.put(column.field(), column.value(cell));
            }
        }
        return new Importing.Imported(line, id, type, 1, false, fields);
    }
}
