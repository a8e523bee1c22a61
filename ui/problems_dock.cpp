#include "ui/problems_dock.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/dock_bar.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/problems_models.h"
#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kFindingsWidth = 580;
constexpr int kPlacesWidth = 640;

}  // namespace

ProblemsDock::ProblemsDock(Session& session, Problems& problems, QWidget* parent)
    : QDockWidget(tr("Problems"), parent),
      m_session(session),
      m_problems(problems),
      m_findingModel(new FindingModel(this)),
      m_exampleModel(new ExampleModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState) {
    setObjectName(QStringLiteral("problemsDock"));
    makeBar();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeTables());
    setWidget(m_stack);
    connect(m_empty, &EmptyState::clicked, &m_problems, &Problems::examine);
    connect(&problems, &Problems::changed, this, &ProblemsDock::refresh);
    connect(&session.jobs(), &JobList::jobChanged, this, [this](Job* job) {
        if (job == m_problems.job())
            refreshSummary();
    });
    refresh();
}

void ProblemsDock::makeBar() {
    m_bar = new DockBar(this, tr("Problems"), tr("Hide problems"));
    m_undo =
        m_bar->addButton(tr("Undo the repair"), tr("Everything as it was before the last repair"));
    m_repairAll =
        m_bar->addButton(tr("Repair all"), tr("Every safe repair offered below, as one step"));
    m_examine = m_bar->addButton(tr("Examine"), {});
    connect(m_undo, &QPushButton::clicked, &m_problems, &Problems::undoRepair);
    connect(m_repairAll, &QPushButton::clicked, this, [this] { m_problems.repairAllSafe(); });
    connect(m_examine, &QPushButton::clicked, this, [this] {
        if (Job* job = m_problems.job())
            job->requestStop();
        else
            m_problems.examine();
    });
}

QWidget* ProblemsDock::makeTables() {
    m_findings = new QTableView;
    m_findings->setModel(m_findingModel);
    setUpTable(m_findings, tr("Problems"));
    m_findings->horizontalHeader()->setSectionResizeMode(FindingModel::Title, QHeaderView::Stretch);
    connect(m_findings->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ProblemsDock::showFinding);

    m_title = new TintedLabel(Token::Text, 0, true);
    m_repairText = new TintedLabel(Token::Text2, -1);
    m_repair = new QPushButton;
    m_repair->setAutoDefault(false);
    connect(m_repair, &QPushButton::clicked, this, [this] {
        if (const auto* finding = m_findingModel->finding(m_findings->currentIndex().row()))
            m_problems.repair({finding->kind});
    });
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 12, 4);
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_repair);
    m_repairText->setContentsMargins(12, 0, 12, 4);
    m_repairText->setWordWrap(true);
    m_examples = new QTableView;
    m_examples->setModel(m_exampleModel);
    setUpTable(m_examples, tr("Places"));
    m_examples->horizontalHeader()->setSectionResizeMode(ExampleModel::What, QHeaderView::Stretch);
    connect(m_examples, &QTableView::clicked, this, &ProblemsDock::choose);
    connect(m_examples, &QTableView::activated, this, &ProblemsDock::choose);
    auto* places = new QWidget;
    auto* column = new QVBoxLayout(places);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_repairText);
    column->addWidget(m_examples, 1);

    auto* split = new QSplitter;
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(m_findings);
    split->addWidget(places);
    split->setSizes({kFindingsWidth, kPlacesWidth});
    split->setAccessibleName(tr("Problems and their places"));
    return split;
}

QString ProblemsDock::summary() const {
    return m_bar->summary();
}

void ProblemsDock::refresh() {
    const auto report = m_problems.report();
    const bool running = m_problems.job() != nullptr;
    if (report != m_shown) {
        const int row = m_findings->currentIndex().row();
        m_shown = report;
        m_findingModel->setReport(report);
        if (m_findingModel->rowCount() > 0)
            m_findings->selectRow(qBound(0, row, m_findingModel->rowCount() - 1));
        showFinding();
    }
    if (!m_session.project())
        m_empty->say(tr("Open a dataset, and the doctor looks at its rows, masks and pictures."),
                     {}, false);
    else if (!report)
        m_empty->say(tr("Nothing was examined yet. The doctor looks at every row, mask and picture "
                        "for what is wrong, and changes nothing."),
                     tr("Examine"), true, !running);
    else
        m_empty->say(tr("No problems: %1 with %2, all as they should be.")
                         .arg(countText(std::int64_t(report->images), "image"),
                              countText(std::int64_t(report->objects), "object")),
                     {}, false);
    m_stack->setCurrentIndex(report && !report->findings.empty() ? 1 : 0);
    m_examine->setText(running ? tr("Stop") : tr("Examine"));
    m_examine->setVisible(m_session.project() && (report || running));
    m_undo->setVisible(m_problems.canUndo());
    m_repairAll->setVisible(m_problems.repairs().size() > 1);
    m_repairAll->setEnabled(!running);
    m_repair->setEnabled(!running);
    refreshSummary();
}

void ProblemsDock::refreshSummary() {
    if (const Job* job = m_problems.job()) {
        const Progress progress = job->progress();
        QString text = progress.what.empty() ? job->title() : QString::fromStdString(progress.what);
        if (progress.total > 0)
            text += tr(" · %1 of %2 %3")
                        .arg(countText(std::int64_t(progress.done)),
                             countText(std::int64_t(progress.total)),
                             QString::fromLatin1(progress.unit));
        const QString left = timeLeftText(job->secondsLeft());
        m_bar->setSummary(left.isEmpty() ? text : text + QStringLiteral(" · ") + left);
        m_examine->setEnabled(job->state() != Job::State::Stopping);
        return;
    }
    m_examine->setEnabled(true);
    const auto report = m_problems.report();
    if (!report) {
        m_bar->setSummary({});
        return;
    }
    m_bar->setSummary(QString::fromStdString(report->countsText()) +
                      (report->stoppedEarly ? tr(" · stopped before the end") : QString()));
}

void ProblemsDock::showFinding() {
    const auto* finding = m_findingModel->finding(m_findings->currentIndex().row());
    m_exampleModel->setFinding(m_shown, finding);
    m_repair->setVisible(finding && finding->canRepair());
    m_repairText->setVisible(finding && finding->canRepair());
    if (!finding) {
        m_title->clear();
        return;
    }
    const doctor::KindInfo& info = doctor::infoOf(finding->kind);
    const auto shown = std::int64_t(finding->examples.size());
    m_title->setText(shown < std::int64_t(finding->count)
                         ? tr("The first %1 of %2 places")
                               .arg(countText(shown), countText(std::int64_t(finding->count)))
                         : countText(shown, "place"));
    if (!finding->canRepair())
        return;
    const auto count = finding->repairable.size() + finding->repairableImages.size();
    m_repair->setText(tr("Repair: %1").arg(FindingModel::tr(info.repair)));
    m_repairText->setText(tr("%1 Concerns %2 of %3; can be undone.")
                              .arg(FindingModel::tr(info.repairText),
                                   countText(std::int64_t(count)),
                                   countText(std::int64_t(finding->count))));
}

void ProblemsDock::choose(const QModelIndex& index) {
    const doctor::Example* example = m_exampleModel->example(index.row());
    const auto table = m_session.objects();
    if (!example || !table || example->imageIndex >= table->images.size())
        return;
    m_session.setCurrentImage(example->imageIndex);
    const auto objects = table->objectsOf(example->imageIndex);
    const auto found = std::find_if(objects.begin(), objects.end(), [&](ObjectIndex object) {
        return table->rowId[object] == example->rowId;
    });
    if (found != objects.end())
        m_session.setCurrentObject(ObjectRef{ObjectRef::Source::Truth, *found});
    else
        m_session.setCurrentObject({});
    Q_EMIT placeChosen();
}

}  // namespace selvedge
