#include "ui/tune/auto_tune_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/evaluate/report_words.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

AutoTunePanel::AutoTunePanel(TuningJob& job, QWidget* parent)
    : QFrame(parent),
      m_job(job),
      m_what(new QComboBox),
      m_method(new QComboBox),
      m_folds(new QSpinBox),
      m_start(new QPushButton),
      m_apply(new QPushButton(tr("Apply"))),
      m_close(new QPushButton(tr("Close"))),
      m_bar(new QProgressBar),
      m_state(new TintedLabel(Token::Text2, -1)),
      m_result(new TintedLabel(Token::Text, 0, true)),
      m_beside(new TintedLabel(Token::Text2, -1)) {
    m_what->setAccessibleName(tr("What is tuned"));
    m_what->addItem(tr("both global thresholds"), int(TuneWhat::Global));
    m_what->addItem(tr("a score for each category"), int(TuneWhat::CategoryScores));
    m_what->addItem(tr("each attribute"), int(TuneWhat::Attributes));
    m_what->addItem(tr("each group of attributes"), int(TuneWhat::Groups));
    m_what->addItem(tr("each attribute in each category"), int(TuneWhat::CategoryAttributes));
    m_method->setAccessibleName(tr("How it is tuned"));
    m_method->addItem(tr("thorough: the headline itself"), int(TuneMethod::Ascent));
    m_method->addItem(tr("the same from each best F1"), int(TuneMethod::AscentFromProxy));
    m_method->addItem(tr("quick: each best F1 alone"), int(TuneMethod::ProxyOnly));
    m_folds->setRange(0, 10);
    m_folds->setSpecialValueText(tr("none"));
    m_folds->setValue(5);
    m_folds->setAccessibleName(tr("Folds"));
    m_folds->setToolTip(
        tr("The images are split in so many parts; each part is measured at "
           "thresholds that were found without it."));
    for (QPushButton* button : {m_start, m_apply, m_close})
        button->setAutoDefault(false);
    auto* folds = new TintedLabel(Token::Text2, -1);
    folds->setText(tr("folds"));
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_what, 1);
    first->addWidget(m_method, 1);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(folds);
    second->addWidget(m_folds);
    second->addStretch();
    second->addWidget(m_start);
    second->addWidget(m_apply);
    second->addWidget(m_close);
    for (QComboBox* box : {m_what, m_method})
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    m_bar->setAccessibleName(tr("Tuning"));
    for (TintedLabel* label : {m_state, m_result, m_beside})
        label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addWidget(m_bar);
    layout->addWidget(m_state);
    layout->addWidget(m_result);
    layout->addWidget(m_beside);
    setAccessibleName(tr("Auto-tune"));
    m_what->setCurrentIndex(2);

    connect(m_start, &QPushButton::clicked, this, [this] {
        if (m_job.job())
            m_job.stop();
        else
            Q_EMIT startWanted();
    });
    connect(m_apply, &QPushButton::clicked, this, &AutoTunePanel::applyWanted);
    connect(m_close, &QPushButton::clicked, this, &AutoTunePanel::closed);
    connect(&job, &TuningJob::changed, this, &AutoTunePanel::refresh);
    for (QComboBox* box : {m_what, m_method})
        connect(box, &QComboBox::currentIndexChanged, this, &AutoTunePanel::refresh);
    refresh();
}

TuneOptions AutoTunePanel::options() const {
    TuneOptions options;
    options.what = TuneWhat(m_what->currentData().toInt());
    options.method = TuneMethod(m_method->currentData().toInt());
    options.folds = std::uint32_t(m_folds->value());
    return options;
}

void AutoTunePanel::setWhat(TuneWhat what) {
    m_what->setCurrentIndex(m_what->findData(int(what)));
}

void AutoTunePanel::setProtocol(const Protocol& protocol) {
    m_protocol = protocol;
    refresh();
}

// A sentence, or nothing.
QString AutoTunePanel::inVain() const {
    const auto why = tuningInVain(m_protocol, options());
    if (!why)
        return {};
    QString sentence = QString::fromStdString(*why);
    for (const std::string& name : offeredProtocols())
        sentence.replace(QString::fromStdString(name), protocolTitle(name));
    return sentence.left(1).toUpper() + sentence.mid(1) + u'.';
}

QString AutoTunePanel::stateText() const {
    return m_state->isHidden() ? QString() : m_state->text();
}

QString AutoTunePanel::resultText() const {
    return m_result->text() + u' ' + m_beside->text();
}

void AutoTunePanel::refresh() {
    const Job* job = m_job.job();
    m_start->setText(job ? tr("Stop") : tr("Find thresholds"));
    m_start->setProperty("primary", !job && !m_job.result());
    m_start->update();
    for (QWidget* widget : {static_cast<QWidget*>(m_what), static_cast<QWidget*>(m_method),
                            static_cast<QWidget*>(m_folds)})
        widget->setEnabled(!job);
    m_apply->setVisible(m_job.result().has_value());
    m_bar->setVisible(job != nullptr);
    m_result->setVisible(m_job.result().has_value());
    m_beside->setVisible(m_job.result().has_value());
    showState();
    showResult();
}

void AutoTunePanel::showState() {
    const Job* job = m_job.job();
    const QString vain = job ? QString() : inVain();
    m_start->setEnabled(job || vain.isEmpty());
    if (!job) {
        m_state->setText(vain.isEmpty() ? m_job.fault() : vain);
    } else if (job->state() == Job::State::Waiting) {
        m_state->setText(tr("waiting for another job"));
    } else {
        const TuneProgress& at = m_job.progress();
        m_bar->setRange(0, int(std::max<std::uint64_t>(1, at.progress.total)));
        m_bar->setValue(int(at.progress.done));
        m_state->setText(
            (at.fold ? tr("without part %1: AP %2 of the images it is tuned on, %3 of %4 rows")
                           .arg(*at.fold + 1)
                     : tr("on all images: AP %1 of the images it is tuned on, %2 of %3 rows"))
                .arg(metricText(at.headline), countText(std::int64_t(at.progress.done)),
                     countText(std::int64_t(at.progress.total))));
    }
    m_state->setVisible(!m_state->text().isEmpty());
}

void AutoTunePanel::showResult() {
    const auto& result = m_job.result();
    if (!result)
        return;
    const auto moved = std::count_if(result->rows.begin(), result->rows.end(),
                                     [](const TunedRow& row) { return row.before != row.after; });
    const auto rare =
        std::count_if(result->rows.begin(), result->rows.end(),
                      [](const TunedRow& row) { return row.state == TunedRow::State::Rare; });
    QStringList beside;
    if (result->outOfFold) {
        const TuneHeadlines& out = *result->outOfFold;
        m_result->setText(tr("AP %1 on images it was not tuned on (%2 before, %3).")
                              .arg(metricText(out.tuned), metricText(out.before),
                                   deltaText(out.tuned, out.before)));
        beside += tr("The best global thresholds alone reach %1 there (%2).")
                      .arg(metricText(out.global), deltaText(out.global, out.before));
        if (result->inFold)
            beside +=
                tr("On the very images they were found on: %1; of what is gained there, %2 is "
                   "over-fitting.")
                    .arg(metricText(result->inFold->tuned),
                         metricText(std::max(0.0, result->overfitting().value_or(0))));
        if (out.tuned < out.global)
            beside += tr("The global thresholds are worth more than these.");
        else if (out.tuned <= out.before)
            beside += tr("The thresholds of now are as good: nothing is to be gained.");
    } else {
        m_result->setText(result->stoppedEarly
                              ? tr("Stopped: what it has so far, not measured on other images.")
                              : tr("Thresholds found; without folds nobody knows what they are "
                                   "worth on other images."));
    }
    beside += tr("%1 moved, %2 too rare to tune.")
                  .arg(countText(std::int64_t(moved), "threshold"), countText(std::int64_t(rare)));
    if (m_job.isOfOlder())
        beside.prepend(
            tr("Found from older thresholds: others have moved since, and the figures "
               "do not count them. Apply sets only those that tuning moved."));
    m_beside->setText(beside.join(u' '));
    m_apply->setEnabled(!(m_job.applied() == m_job.now()));
}

}  // namespace selvedge
