#include "ui/train/runs_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

RunsPanel::RunsPanel(QWidget* parent) : QWidget(parent), m_model(new RunListModel(this)) {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("Runs"));
    m_count = new TintedLabel(Token::Text2, -1);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_count);

    m_table = new QTableView;
    m_table->setModel(m_model);
    setUpTable(m_table, tr("Runs"));
    m_table->horizontalHeader()->setSectionResizeMode(RunListModel::Name, QHeaderView::Stretch);

    auto* empty = new TintedLabel(Token::Text2, 0);
    empty->setText(tr("No run yet. Choose the settings on the left and start a training."));
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setContentsMargins(24, 0, 24, 0);
    m_stack = new QStackedWidget;
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);

    m_name = new TintedLabel(Token::Text, 0, true);
    m_names = new TintedLabel(Token::Text2, 0);
    m_values = new TintedLabel(Token::Text, 0);
    m_values->setAlignment(Qt::AlignRight);
    for (QLabel* label : {m_names, m_values})
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* facts = new QHBoxLayout;
    facts->addWidget(m_names);
    facts->addWidget(m_values, 1);
    auto* details = new QVBoxLayout;
    details->setContentsMargins(12, 8, 12, 8);
    details->addWidget(m_name);
    details->addLayout(facts);

    m_predict = new QPushButton(tr("Predict"));
    m_predict->setToolTip(tr("Find the garments of all images with this run's last checkpoint."));
    m_use = new QPushButton(tr("Use in Browse"));
    m_use->setToolTip(tr("Show this run's predictions beside the ground truth."));
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 8, 12, 12);
    buttons->addWidget(m_predict);
    buttons->addStretch();
    buttons->addWidget(m_use);

    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    layout->addWidget(line);
    layout->addLayout(details);
    layout->addStretch();
    layout->addLayout(buttons);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (current() == m_shown)
            return;
        m_shown = current();
        m_last.reset();
        showCurrent();
        Q_EMIT currentChanged(m_shown);
    });
    connect(m_model, &RunListModel::checkedChanged, this, &RunsPanel::checkedChanged);
    connect(m_predict, &QPushButton::clicked, this, [this] { Q_EMIT predictWanted(current()); });
    connect(m_use, &QPushButton::clicked, this, [this] { Q_EMIT browseWanted(current()); });
    showCurrent();
}

void RunsPanel::setRows(std::vector<RunRow> rows) {
    const QString before = current();
    m_count->setText(countText(std::int64_t(rows.size())));
    m_stack->setCurrentIndex(rows.empty() ? 0 : 1);
    {
        // The reset drops the selection: it is put back below, so that nobody sees it go.
        const QSignalBlocker quiet(m_table->selectionModel());
        m_model->setRows(std::move(rows));
    }
    if (m_model->indexOf(before) >= 0)
        setCurrent(before);
    else if (m_model->rowCount() > 0)
        setCurrent(m_model->row(0).name);
    if (current() != m_shown) {
        m_shown = current();
        m_last.reset();
        Q_EMIT currentChanged(m_shown);
    }
    showCurrent();
}

QString RunsPanel::current() const {
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model->row(index.row()).name : QString();
}

void RunsPanel::setCurrent(const QString& run) {
    const int row = m_model->indexOf(run);
    if (row >= 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
}

QStringList RunsPanel::checked() const {
    QStringList runs;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->checked().contains(m_model->row(row).name))
            runs += m_model->row(row).name;
    }
    return runs;
}

void RunsPanel::setLast(const std::optional<StepMetrics>& last) {
    m_last = last;
    showCurrent();
}

void RunsPanel::showCurrent() {
    const QModelIndex index = m_table->currentIndex();
    const bool some = index.isValid();
    const RunRow row = some ? m_model->row(index.row()) : RunRow{};
    QStringList names, values;
    const auto fact = [&](const QString& name, const QString& value) {
        names += name;
        values += value;
    };
    if (some) {
        fact(tr("state"), stateWord(row.state));
        if (m_last) {
            fact(tr("step"), countText(m_last->step));
            fact(tr("total loss"), valueText(m_last->total));
            fact(tr("mask, class, attribute"), valueText(m_last->mask) + ", " +
                                                   valueText(m_last->classification) + ", " +
                                                   valueText(m_last->attribute));
            fact(tr("images per second"), valueText(m_last->imagesPerSecond));
        } else if (row.step > 0) {
            fact(tr("step"), countText(row.step));
        }
        fact(tr("checkpoint"), row.hasCheckpoint ? tr("saved") : tr("none yet"));
        fact(tr("predictions"), row.hasPredictions ? tr("saved") : tr("none yet"));
    }
    m_name->setText(
        m_name->fontMetrics().elidedText(row.name, Qt::ElideMiddle, std::max(120, width() - 24)));
    m_names->setText(names.join(u'\n'));
    m_values->setText(values.join(u'\n'));
    m_predict->setEnabled(row.hasCheckpoint);
    m_use->setEnabled(row.hasPredictions);
}

}  // namespace selvedge
