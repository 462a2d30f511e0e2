package dev.drawbridge.rules;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The administrator's {@code users.csv}: which user here is which person there.
 *
 * @param localByRemote e-mail address, user name or display name there, in lower case, to user name here
 */
record UserTable(Map<String, String> localByRemote) {
    static final UserTable EMPTY = new UserTable(Map.of());

    UserTable {
        localByRemote = Map.copyOf(localByRemote);
    }

    /** Reads lines of {@code local,remote}; the first names the columns, {@code #} begins a comment. */
    static UserTable read(String file, String text) {
        var table = new HashMap<String, String>();
        var number = 0;
        var header = true;
        for (var line : text.replace("\uFEFF", "").split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            var cells = cells(file, number, line);
            if (header && !(cells[0].equals("local") && cells[1].equals("remote")))
                throw new RuleBroken(file, number, "must begin with the line 'local,remote'", null);
            if (!header && !cells[0].equals(table.getOrDefault(key(cells[1]), cells[0])))
                throw new RuleBroken(
                        file, number, "'" + cells[1] + "' is already " + table.get(key(cells[1])) + " above", null);
            if (!header) table.put(key(cells[1]), cells[0]);
            header = false;
        }
        return new UserTable(table);
    }

    Optional<String> local(String remote) {
        return Optional.ofNullable(localByRemote.get(key(remote)));
    }

    boolean isEmpty() {
        return localByRemote.isEmpty();
    }

    private static String[] cells(String file, int number, String line) {
        var cells = line.split(",", -1);
        for (var i = 0; i < cells.length; i++) cells[i] = unquoted(cells[i].strip());
        if (cells.length != 2 || cells[0].isEmpty() || cells[1].isEmpty())
            throw new RuleBroken(
                    file,
                    number,
                    "must be 'local,remote': a user name here, and an e-mail address, user name or display name there",
                    null);
        return cells;
    }

    private static String unquoted(String cell) {
        return cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    private static String key(String remote) {
        return remote.strip().toLowerCase(Locale.ROOT);
    }
}
