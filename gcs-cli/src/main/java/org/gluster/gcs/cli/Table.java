/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of aligned columns, for a person. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    static Table of(String... headings) {
        return new Table().row(headings);
    }

    /** A table with no headings. */
    static Table plain() {
        return new Table();
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = row.get(column).length();
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
