#include "ui/compare/field_model.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;
using agents::Bump;

namespace {

struct FieldWords {
    Q_DECLARE_TR_FUNCTIONS(Compare)
};

} // namespace

QString bumpText(Bump bump) {
    return bump == Bump::Major   ? FieldWords::tr("Major")
           : bump == Bump::Minor ? FieldWords::tr("Minor")
                                 : FieldWords::tr("Patch");
}

std::vector<FieldRow> fieldRows(const diff::SnapshotDiff& diff) {
    std::vector<FieldRow> rows;
    for (const diff::FieldChange& change : diff.fields)
        rows.push_back({change, plainLine(change.path), plainLine(change.before, 200), plainLine(change.after, 200),
                        bumpText(change.bump), plainLine(change.why)});
    std::ranges::stable_sort(rows, std::greater(), [](const FieldRow& row) { return row.change.bump; });
    return rows;
}

QVariant FieldModel::cell(const FieldRow& row, int column, int role) const {
    if (role == Qt::ToolTipRole)
        return plainToolTip(
            QString(row.path % u": "_s % row.before % u" → "_s % row.after % u"\n"_s % row.why).toStdString());
    if (role == Qt::AccessibleDescriptionRole)
        return row.why;
    if (role == Qt::ForegroundRole && column == Class)
        return row.change.bump == Bump::Major   ? theme().bad
               : row.change.bump == Bump::Minor ? theme().warning
                                                : theme().text;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Path:
        return row.path;
    case Before:
        return row.change.change == diff::ChangeKind::Added ? u"–"_s : row.before;
    case After:
        return row.change.change == diff::ChangeKind::Removed ? u"–"_s : row.after;
    default:
        return row.bump;
    }
}

QVariant FieldModel::header(int column, int role) const {
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Path:
        return FieldWords::tr("Field");
    case Before:
        return FieldWords::tr("Before");
    case After:
        return FieldWords::tr("After");
    default:
        return FieldWords::tr("Class");
    }
}

} // namespace signalbox::ui::compare
