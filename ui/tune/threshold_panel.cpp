#include "ui/tune/threshold_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/action_widgets.h"
#include "ui/parts/background.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/segments.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/tune/auto_tune_panel.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/row_sentence.h"
#include "ui/tune/row_table.h"

namespace selvedge {

namespace {

constexpr double kNotable = 3e-4;  // of AP: what the foot counts rows by

QFrame* rule(QFrame::Shape shape) {
    auto* line = new QFrame;
    line->setFrameShape(shape);
    return line;
}

}  // namespace

ThresholdPanel::ThresholdPanel(Session& session, TuningHistory& history, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_history(history),
      m_rows(session),
      m_job(session),
      m_lists(new Segments(tr("Thresholds of"), {tr("All"), tr("Category"), tr("Attribute"),
                                                 tr("Group"), tr("Category × attribute")})),
      m_find(new QLineEdit),
      m_sort(new QComboBox),
      m_tune(new QPushButton(tr("Auto-tune"))),
      m_autoTune(new AutoTunePanel(m_job)),
      m_score(new HistogramSlider(tr("Score"), kWindowOperatingPoint.scoreThreshold)),
      m_attribute(new HistogramSlider(tr("Attribute"), kWindowOperatingPoint.attributeThreshold)),
      m_model(new RowTableModel(m_rows, this)),
      m_table(new RowTable(m_model)),
      m_hints(new TintedLabel(Token::Text2, -1)),
      m_foot(new TintedLabel(Token::Text2, -1)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTools());
    column->addWidget(m_autoTune);
    column->addWidget(rule(QFrame::HLine));
    column->addWidget(makeSliders());
    column->addWidget(rule(QFrame::HLine));
    column->addWidget(m_table, 1);
    column->addWidget(rule(QFrame::HLine));
    column->addWidget(makeFoot());
    m_autoTune->hide();
    m_lists->setCurrent(int(m_rows.list()));

    connectTable();
    connect(m_autoTune, &AutoTunePanel::startWanted, this, &ThresholdPanel::startTuning);
    connect(m_autoTune, &AutoTunePanel::applyWanted, this, &ThresholdPanel::applyTuning);
    connect(m_autoTune, &AutoTunePanel::closed, this, [this] { showAutoTune(false); });
    connect(&m_rows, &TuningRows::globalsMeasured, this, &ThresholdPanel::showNotes);
    connect(&session, &Session::operatingPointChanged, this, &ThresholdPanel::showPoint);
    for (auto signal : {&Session::projectChanged, &Session::predictionsChanged})
        connect(&session, signal, this, &ThresholdPanel::takePredictions);
    connect(&session, &Session::protocolChanged, this,
            [this] { m_autoTune->setProtocol(m_session.protocol()); });
    m_autoTune->setProtocol(session.protocol());
    takePredictions();
    showPoint();
}

QWidget* ThresholdPanel::makeTools() {
    auto* tools = new QWidget;
    m_find->setPlaceholderText(tr("Find"));
    m_find->setAccessibleName(tr("Find a threshold by its name"));
    m_find->setMinimumWidth(90);
    m_find->setMaximumWidth(104);
    makeSearchField(*m_find);
    m_sort->setAccessibleName(tr("Sort by"));
    for (const auto& [word, key] : {std::pair(tr("at most"), RowTableModel::Most),
                                    {tr("name"), RowTableModel::Name},
                                    {tr("objects"), RowTableModel::Objects},
                                    {tr("precision"), RowTableModel::Precision},
                                    {tr("recall"), RowTableModel::Recall},
                                    {tr("threshold"), RowTableModel::Threshold}})
        m_sort->addItem(tr("Sort: %1").arg(word), int(key));
    m_tune->setAutoDefault(false);
    m_tune->setCheckable(true);
    m_tune->setToolTip(
        tr("Finds the thresholds that maximise AP, and says what they are worth on "
           "images they were not found on."));
    auto* flow = new QWidget;
    auto* around = new QVBoxLayout(tools);
    around->setContentsMargins(12, 8, 12, 8);
    around->addWidget(flow);
    auto* row = new FlowLayout(8, flow);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_lists, m_sort, m_tune, m_find})
        row->addWidget(widget);
    connect(m_lists, &Segments::chosen, this,
            [this](int list) { m_rows.setList(TuningList(list)); });
    connect(m_find, &QLineEdit::textChanged, m_model, &RowTableModel::setWords);
    connect(m_find, &QLineEdit::returnPressed, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_sort, &QComboBox::activated, this, &ThresholdPanel::sortAsListed);
    connect(m_tune, &QPushButton::clicked, this, [this](bool on) { showAutoTune(on); });
    return tools;
}

// The header's arrow and the list say the same.
void ThresholdPanel::sortAsListed() {
    const int column = m_sort->currentData().toInt();
    m_table->horizontalHeader()->setSortIndicator(
        column, column == RowTableModel::Name ? Qt::AscendingOrder : Qt::DescendingOrder);
}

QWidget* ThresholdPanel::makeSliders() {
    auto* sliders = new QWidget;
    auto* row = new QHBoxLayout(sliders);
    row->setContentsMargins(0, 2, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_score, 1);
    row->addWidget(rule(QFrame::VLine));
    row->addWidget(m_attribute, 1);
    const auto join = [this](HistogramSlider* slider, const QString& words,
                             double OperatingPoint::*threshold) {
        connect(slider, &HistogramSlider::dragStarted, this,
                [this, words] { m_history.begin(words); });
        connect(slider, &HistogramSlider::dragEnded, this, [this] { m_history.end(); });
        connect(slider, &HistogramSlider::valueChanged, this,
                [this, words, threshold](double value) {
                    OperatingPoint point = m_session.operatingPoint();
                    point.*threshold = value;
                    m_history.change(point, words);
                });
    };
    join(m_score, tr("score threshold"), &OperatingPoint::scoreThreshold);
    join(m_attribute, tr("attribute threshold"), &OperatingPoint::attributeThreshold);
    return sliders;
}

QWidget* ThresholdPanel::makeFoot() {
    auto* foot = new QWidget;
    m_hints->setText(tr("← → .01, with Shift .001 · L locks · double click: default"));
    m_hints->setToolTip(m_hints->text());
    m_hints->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(12, 5, 12, 5);
    row->addWidget(m_hints, 1);
    row->addWidget(m_foot);
    return foot;
}

void ThresholdPanel::connectTable() {
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            [this](int column) {
                const int listed = m_sort->findData(column);
                m_sort->setCurrentIndex(listed);
            });
    connect(m_table, &RowTable::chosenChanged, this, [this] {
        m_rows.setChosen(m_table->chosen());
        Q_EMIT chosenChanged();
    });
    connect(m_table, &RowTable::dragStarted, this, [this](const ThresholdRow& row) {
        m_history.begin(wordsOf(row, *m_session.catalog()));
    });
    connect(m_table, &RowTable::dragEnded, this, [this] { m_history.end(); });
    connect(m_table, &RowTable::moved, this, &ThresholdPanel::change);
    connect(m_model, &RowTableModel::thresholdTyped, this, &ThresholdPanel::change);
    connect(m_table, &RowTable::resetWanted, this, &ThresholdPanel::reset);
    connect(m_table, &RowTable::lockWanted, this, &ThresholdPanel::setLocked);
    connect(m_table, &RowTable::menuWanted, this, &ThresholdPanel::showMenu);
    for (auto signal : {&QAbstractItemModel::modelReset})
        connect(m_model, signal, this, &ThresholdPanel::showFoot);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] {
        showFoot();
        Q_EMIT chosenChanged();
    });
}

void ThresholdPanel::showAutoTune(bool show) {
    m_autoTune->setVisible(show);
    m_tune->setChecked(show);
    if (!show)
        return;
    // What the table lists is what one wants to tune.
    const std::optional<TuneWhat> listed[] = {{},
                                              TuneWhat::CategoryScores,
                                              TuneWhat::Attributes,
                                              TuneWhat::Groups,
                                              TuneWhat::CategoryAttributes};
    if (const auto what = listed[int(m_rows.list())]; what && !m_job.job() && !m_job.result())
        m_autoTune->setWhat(*what);
}

void ThresholdPanel::setWanted(bool wanted) {
    m_rows.setWanted(wanted);
}

void ThresholdPanel::setLow(bool low) {
    m_score->setLow(low);
    m_attribute->setLow(low);
    m_hints->setText(low ? tr("← → .01 · L locks")
                         : tr("← → .01, with Shift .001 · L locks · double click: default"));
}

std::optional<ThresholdRow> ThresholdPanel::chosen() const {
    return m_table->chosen();
}

std::optional<TuningRow> ThresholdPanel::measuredRow(const ThresholdRow& row) const {
    const auto& rows = m_rows.rows();
    const auto it = std::find_if(rows.begin(), rows.end(),
                                 [&](const TuningRow& one) { return one.row == row; });
    return it == rows.end() ? std::nullopt : std::optional(*it);
}

QString ThresholdPanel::chosenSentence() const {
    const auto chosen = m_table->chosen();
    auto row = chosen ? measuredRow(*chosen) : std::nullopt;
    if (!row)
        return {};
    if (row->stale)
        row->measure.reset();  // of other thresholds
    return rowSentence(
        *row, std::clamp(thresholdOf(m_session.operatingPoint(), *chosen, *m_session.catalog()),
                         0.0, 1.0));
}

void ThresholdPanel::takePredictions() {
    m_model->setCatalog(m_session.catalog());
    const auto predictions = m_session.predictions();
    if (const auto catalog = m_session.catalog()) {
        m_score->setScope(
            tr("all %1 categories").arg(countText(std::int64_t(catalog->categories().size()))));
        m_attribute->setScope(
            tr("all %1 attributes").arg(countText(std::int64_t(catalog->attributes().size()))));
    }
    if (predictions == m_spreadOf)
        return;
    m_spreadOf = predictions;
    m_score->setEvidence({});
    m_attribute->setEvidence({});
    if (!predictions)
        return;
    // Sorting millions of scores is no work for the window's thread.
    inBackground(
        this, [predictions] { return spreadOf(*predictions); },
        [this, predictions](PredictionSpread spread) {
            if (predictions != m_spreadOf)
                return;
            m_score->setEvidence(std::move(spread.scores));
            m_attribute->setEvidence(std::move(spread.attributes));
            showNotes();
        });
}

void ThresholdPanel::showPoint() {
    const OperatingPoint& point = m_session.operatingPoint();
    m_score->setValue(point.scoreThreshold);
    m_attribute->setValue(point.attributeThreshold);
    m_model->setPoint(point);
    showNotes();
    Q_EMIT chosenChanged();
}

void ThresholdPanel::showNotes() {
    const auto note = [](HistogramSlider* slider, double threshold, const QString& words) {
        const QString kept = countText(std::int64_t(slider->evidence().kept(threshold)));
        const QString all = countText(std::int64_t(slider->evidence().total()));
        slider->setNote(words.arg(kept, all), tr("%1 of %2").arg(kept, all));
    };
    // Of the thresholds in force: sliders round theirs.
    const OperatingPoint& point = m_session.operatingPoint();
    note(m_score, point.scoreThreshold, tr("%1 detections shown of %2"));
    note(m_attribute, float(point.attributeThreshold), tr("%1 attributes of %2"));
    const auto aside = [&](const std::optional<RowMeasure>& measure) {
        return measure && !m_rows.globalsAreStale() ? atMostText(*measure) : QString();
    };
    m_score->setAside(aside(m_rows.scores()));
    m_attribute->setAside(aside(m_rows.attributes()));
}

void ThresholdPanel::showFoot() {
    const auto& rows = m_rows.rows();
    if (rows.empty()) {
        m_foot->setText(m_session.measuredTable() ? QString() : tr("nothing measured yet"));
        return;
    }
    if (m_rows.measured() < rows.size()) {
        m_foot->setText(tr("%1 of %2 rows measured")
                            .arg(countText(std::int64_t(m_rows.measured())),
                                 countText(std::int64_t(rows.size()))));
        return;
    }
    const auto notable = std::count_if(rows.begin(), rows.end(), [](const TuningRow& row) {
        return RowTableModel::gainOf(row) >= kNotable;
    });
    m_foot->setText(
        tr("%1 of %2 rows can move AP by %3 or more")
            .arg(countText(notable), countText(std::int64_t(rows.size())), metricText(kNotable)));
}

}  // namespace selvedge
