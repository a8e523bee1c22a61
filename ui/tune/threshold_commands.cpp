// ThresholdPanel: what the table, its menu and a tuning do to the thresholds.

#include <QMenu>
#include <algorithm>

#include "app/session/restore_threshold.h"
#include "ui/parts/background.h"
#include "ui/plot/number_text.h"
#include "ui/tune/auto_tune_panel.h"
#include "ui/tune/row_objects.h"
#include "ui/tune/row_table.h"
#include "ui/tune/threshold_panel.h"

namespace selvedge {

namespace {

// What the row gets by it; where it has no threshold of its own then, the more general one, which
// tuning may have moved.
QString restoreText(const ThresholdRow& row, const OperatingPoint& restored,
                    const Catalog& catalog) {
    const QString value = thresholdText(std::clamp(thresholdOf(restored, row, catalog), 0.0, 1.0));
    const bool global = row.of == ThresholdRow::Of::Attributes ||
                        (row.of == ThresholdRow::Of::Score && !row.category);
    return global || !isAsIn(restored, OperatingPoint{}, row, catalog)
               ? ThresholdPanel::tr("Back to %1, as before tuning").arg(value)
               : ThresholdPanel::tr("Back to none of its own, as before tuning (%1 now)")
                     .arg(value);
}

}  // namespace

// What undo calls a change of the row.
QString ThresholdPanel::wordsOf(const ThresholdRow& row, const Catalog& catalog) {
    return tr("threshold of %1").arg(QString::fromStdString(nameOf(row, catalog)));
}

void ThresholdPanel::change(const ThresholdRow& row, double value) {
    OperatingPoint point = m_session.operatingPoint();
    setThreshold(point, row, value, *m_session.catalog());
    m_history.change(point, wordsOf(row, *m_session.catalog()));
}

void ThresholdPanel::reset(const ThresholdRow& row) {
    m_history.apply(m_model->withDefault(row), wordsOf(row, *m_session.catalog()));
}

void ThresholdPanel::setToBest(const ThresholdRow& row) {
    const auto measured = measuredRow(row);
    if (!measured || !measured->measure || measured->stale || m_model->isLocked(row))
        return;
    OperatingPoint point = m_session.operatingPoint();
    setThreshold(point, row, measured->measure->mostAt, *m_session.catalog());
    m_history.apply(point, wordsOf(row, *m_session.catalog()));
}

void ThresholdPanel::revertTuning(const ThresholdRow& row) {
    if (m_model->canRestore(row) && !m_model->isLocked(row))
        m_history.apply(m_model->restored(row), wordsOf(row, *m_session.catalog()));
}

void ThresholdPanel::setLocked(const ThresholdRow& row, bool locked) {
    m_model->setLocked(row, locked);
}

void ThresholdPanel::showMenu(const ThresholdRow& row, const QPoint& global) {
    const bool locked = m_model->isLocked(row);
    const auto measured = measuredRow(row);
    const bool known = measured && measured->measure && !measured->stale;
    QMenu menu(this);
    QAction* best = menu.addAction(
        known ? tr("Set to %1, the best on these images")
                    .arg(thresholdText(std::clamp(measured->measure->mostAt, 0.0, 1.0)))
              : tr("Set to the best on these images"),
        this, [this, row] { setToBest(row); });
    best->setEnabled(known && !locked);
    if (m_model->canRestore(row)) {
        QAction* revert =
            menu.addAction(restoreText(row, m_model->restored(row), *m_session.catalog()), this,
                           [this, row] { revertTuning(row); });
        revert->setEnabled(!locked);
    }
    QAction* back = menu.addAction(tr("Back to the default"), this, [this, row] { reset(row); });
    back->setEnabled(!locked && m_model->hasOwn(row));
    menu.addAction(locked ? tr("Unlock") : tr("Lock"), this,
                   [this, row, locked] { setLocked(row, !locked); });
    menu.addSeparator();
    menu.addAction(tr("Show what it finds"), this,
                   [this, row] { showObjects(row, Objects::Found); });
    menu.addAction(tr("Show what it misses"), this,
                   [this, row] { showObjects(row, Objects::Missed); });
    menu.addAction(tr("Show its wrong calls"), this,
                   [this, row] { showObjects(row, Objects::Wrong); });
    menu.exec(global);
}

void ThresholdPanel::showObjects(const ThresholdRow& row, Objects which) {
    const auto measured = m_session.measuredTable();
    if (!measured)
        return;
    const QString name = QString::fromStdString(nameOf(row, *m_session.catalog()));
    const QString title = which == Objects::Found    ? tr("%1: found").arg(name)
                          : which == Objects::Missed ? tr("%1: missed").arg(name)
                                                     : tr("%1: wrong calls").arg(name);
    inBackground(
        this,
        [measured, row, protocol = m_session.protocol(), point = m_session.operatingPoint()] {
            return rowObjects(*measured->table, protocol, point, row);
        },
        [this, measured, which, title](const std::optional<CountedObjects>& objects) {
            if (!objects || measured != m_session.measuredTable())
                return;
            const auto& list = which == Objects::Found    ? objects->hits
                               : which == Objects::Missed ? objects->misses
                                                          : objects->falses;
            if (list.empty())
                m_session.post({Message::Kind::Info, tr("%1: there are none.").arg(title), {}, {}});
            else
                m_session.showObjects(objectList(title, list, *measured, *m_session.objects()));
        });
}

void ThresholdPanel::startTuning() {
    TuneOptions options = m_autoTune->options();
    options.locked = m_model->locked();
    m_job.start(options);
}

// One step; each row that moved shows where it was, and can go back by itself. Only what was found
// is set: other thresholds stay as they are now, whatever they were when the tuning began.
void ThresholdPanel::applyTuning() {
    const auto& result = m_job.result();
    if (!result)
        return;
    const Catalog& catalog = *m_session.catalog();
    const OperatingPoint before = m_session.operatingPoint();
    const OperatingPoint after = tunedFrom(before, *result, catalog);
    std::set<ThresholdRow> moved;
    for (const TunedRow& row : result->rows)
        if (!isAsIn(after, before, row.row, catalog))
            moved.insert(row.row);
    m_history.apply(after, tr("tuned thresholds"));
    m_model->setBefore(before, std::move(moved));
    Q_EMIT tuned();
}

}  // namespace selvedge
