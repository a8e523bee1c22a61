#include "ui/evaluate/confusion_panel.h"

#include <QBrush>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/parts/segments.h"
#include "ui/parts/table_look.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"
#include "ui/plot/ramp.h"

namespace selvedge {

namespace {

constexpr std::size_t kMost = 7;  // categories at first
constexpr int kCellWidth = 46, kLeastCellWidth = 30, kCellHeight = 20;
constexpr int kNames = 78;  // of rows

// Names in the heads of rows and columns, elided to what fits: the style's own heads cut letters
// off at both ends and below.
class NameHeads : public QHeaderView {
public:
    explicit NameHeads(Qt::Orientation orientation) : QHeaderView(orientation) {
        setHighlightSections(false);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        const QString name =
            model()->headerData(section, orientation(), Qt::ToolTipRole).toString();
        const QRect inner = rect.adjusted(2, 0, -3, 0);
        painter->save();
        painter->setFont(typeFont(-2));
        painter->setPen(themed(Token::Text2));
        painter->drawText(inner,
                          Qt::AlignVCenter |
                              (orientation() == Qt::Horizontal ? Qt::AlignHCenter : Qt::AlignRight),
                          painter->fontMetrics().elidedText(name, Qt::ElideRight, inner.width()));
        painter->restore();
    }
};

// A cell keeps the colour of its value: the chosen one has a frame.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem plain = option;
        plain.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus);
        QStyledItemDelegate::paint(painter, plain, index);
        if (!(option.state & QStyle::State_Selected))
            return;
        painter->save();
        // In the accent at the rim, and in the number's ink inside: one of both is seen on any
        // value.
        painter->setBrush(Qt::NoBrush);
        painter->setPen(themed(Token::Accent));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        painter->setPen(QPen(index.data(Qt::ForegroundRole).value<QBrush>().color(), 2));
        painter->drawRect(option.rect.adjusted(2, 2, -2, -2));
        painter->restore();
    }
};

// Categories by how often they are taken for others, or stand for others; of equal ones the larger.
std::vector<std::size_t> mostConfused(const ConfusionMatrix& matrix) {
    const std::size_t none = matrix.categories.size();
    std::vector<std::uint64_t> wrong(none), all(none);
    for (std::size_t a = 0; a < none; ++a) {
        for (std::size_t b = 0; b < none; ++b) {
            const std::uint64_t count = matrix.at(a, b);
            all[a] += count;
            if (a != b) {
                wrong[a] += count;
                wrong[b] += count;
            }
        }
        all[a] += matrix.at(a, none);
    }
    std::vector<std::size_t> order(none);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(wrong[a], all[a]) > std::pair(wrong[b], all[b]);
    });
    return order;
}

}  // namespace

ConfusionModel::ConfusionModel(EvaluateState& state, QObject* parent)
    : QAbstractTableModel(parent), m_state(state) {}

void ConfusionModel::setMatrix(std::shared_ptr<const ConfusionMatrix> matrix, std::size_t most) {
    if (matrix == m_matrix && most == m_wanted)
        return;
    beginResetModel();
    m_wanted = most;
    m_matrix = std::move(matrix);
    m_shown.clear();
    m_most = 0;
    if (m_matrix) {
        m_shown = mostConfused(*m_matrix);
        if (most > 0 && most < m_shown.size())
            m_shown.resize(most);
        if (most == 0)
            std::sort(m_shown.begin(), m_shown.end());
        m_shown.push_back(m_matrix->categories.size());
        for (std::size_t a : m_shown) {
            for (std::size_t b : m_shown)
                m_most = std::max(m_most, m_matrix->at(a, b));
        }
    }
    endResetModel();
}

void ConfusionModel::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

bool ConfusionModel::isNone(int section) const {
    return matrixIndex(section) == m_matrix->categories.size();
}

QString ConfusionModel::sectionName(int section, Qt::Orientation orientation) const {
    if (isNone(section))
        return orientation == Qt::Horizontal ? tr("missed") : tr("background");
    return m_state.nameOf(m_matrix->categories[matrixIndex(section)]);
}

std::uint64_t ConfusionModel::count(int row, int column) const {
    return m_matrix->at(matrixIndex(row), matrixIndex(column));
}

QString ConfusionModel::sentence(int row, int column) const {
    const QString truth = sectionName(row, Qt::Vertical);
    const QString predicted = sectionName(column, Qt::Horizontal);
    if (isNone(row))
        return tr("%1 where there is none").arg(predicted);
    if (isNone(column))
        return tr("%1, missed").arg(truth);
    return row == column ? tr("%1, recognized").arg(truth)
                         : tr("%1 taken for %2").arg(truth, predicted);
}

int ConfusionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_shown.size());
}

int ConfusionModel::columnCount(const QModelIndex& parent) const {
    return rowCount(parent);
}

QVariant ConfusionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const std::uint64_t number = count(index.row(), index.column());
    const double share = m_most > 0 ? std::log1p(double(number)) / std::log1p(double(m_most)) : 0;
    const QColor ground = rampColor(number > 0 ? share : 0, Theme::instance().isDark());
    switch (role) {
        case Qt::DisplayRole:
            return number > 0 ? QVariant(countText(std::int64_t(number))) : QVariant();
        case Qt::TextAlignmentRole:
            return int(Qt::AlignCenter);
        case Qt::BackgroundRole:
            return isNone(index.row()) && isNone(index.column()) ? QVariant()
                                                                 : QVariant(QBrush(ground));
        case Qt::ForegroundRole: {
            QColor ink = textOn(ground);
            if (m_stale)
                ink.setAlphaF(.6f);
            return QBrush(ink);
        }
        case Qt::FontRole:
            return typeFont(-1);
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return countText(std::int64_t(number), "object") + QStringLiteral(": ") +
                   sentence(index.row(), index.column());
        default:
            return {};
    }
}

QVariant ConfusionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!m_matrix || section < 0 || section >= rowCount())
        return {};
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return sectionName(section, orientation);
        default:
            return {};
    }
}

ConfusionPanel::ConfusionPanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("Confusion"), parent),
      m_state(state),
      m_model(new ConfusionModel(state, this)),
      m_table(new QTableView),
      m_extent(new Segments(tr("Categories in the matrix"), {tr("Most"), tr("All")})) {
    m_table->setHorizontalHeader(new NameHeads(Qt::Horizontal));
    m_table->setVerticalHeader(new NameHeads(Qt::Vertical));
    m_table->setItemDelegate(new CellDelegate(this));
    m_table->setModel(m_model);
    setUpTable(m_table, tr("Confusion: truth in rows, predictions in columns"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->setShowGrid(true);
    m_table->verticalHeader()->show();
    m_table->verticalHeader()->setMinimumSectionSize(kCellHeight);
    m_table->verticalHeader()->setDefaultSectionSize(kCellHeight);
    m_table->verticalHeader()->setFixedWidth(kNames);
    m_table->horizontalHeader()->setMinimumSectionSize(kLeastCellWidth);
    m_table->horizontalHeader()->setFixedHeight(kCellHeight + 2);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    addToHead(m_extent);
    setBody(m_table);
    for (auto signal : {&QTableView::clicked, &QTableView::activated})
        connect(m_table, signal, this, &ConfusionPanel::open);
    connect(m_extent, &Segments::chosen, this, &ConfusionPanel::refresh);
    connect(&state.analyses(), &Analyses::changed, this, [this](Analyses::Kind kind) {
        if (kind == Analyses::Kind::Confusion)
            refresh();
    });
    refresh();
}

void ConfusionPanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    m_state.analyses().setWanted(Analyses::Kind::Confusion, true);
}

void ConfusionPanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    m_state.analyses().setWanted(Analyses::Kind::Confusion, false);
}

void ConfusionPanel::resizeEvent(QResizeEvent* event) {
    TitledPanel::resizeEvent(event);
    fit();
}

// What was missed stays in view: the columns are as wide as lets all of them in; where there are
// too many for that, it comes first.
void ConfusionPanel::fit() {
    const int columns = m_model->columnCount();
    if (columns == 0)
        return;
    const QScrollBar* bar = m_table->verticalScrollBar();
    const int room = m_table->width() - kNames - 2 - (bar->isVisible() ? bar->width() : 0);
    const int share = columns > 1 ? (room - kCellWidth) / (columns - 1) : kCellWidth;
    const bool all = share >= kLeastCellWidth;
    QHeaderView* head = m_table->horizontalHeader();
    head->setDefaultSectionSize(all ? std::min(kCellWidth, share) : kCellWidth);
    head->resizeSection(columns - 1, kCellWidth);
    const int missed = head->visualIndex(columns - 1), wanted = all ? columns - 1 : 0;
    if (missed != wanted)
        head->moveSection(missed, wanted);
}

void ConfusionPanel::refresh() {
    const auto matrix = m_state.analyses().confusion();
    m_model->setStale(m_state.analyses().isStale(Analyses::Kind::Confusion));
    const QModelIndex current = m_table->currentIndex();
    m_model->setMatrix(matrix, m_extent->current() == 0 ? kMost : 0);
    if (current.isValid() && current.row() < m_model->rowCount() &&
        current.column() < m_model->columnCount())
        m_table->setCurrentIndex(m_model->index(current.row(), current.column()));
    fit();
    setNote(matrix
                ? tr("%1 of %2, truth in rows").arg(m_model->shown()).arg(matrix->categories.size())
                : QString());
}

void ConfusionPanel::open(const QModelIndex& index) {
    if (!index.isValid() || (m_model->isNone(index.row()) && m_model->isNone(index.column())))
        return;
    const std::size_t truth = m_model->matrixIndex(index.row());
    const std::size_t predicted = m_model->matrixIndex(index.column());
    if (!m_model->isNone(index.row()))
        m_state.setCategory(m_state.analyses().confusion()->categories[truth]);
    // Indices are of the matrix, whose categories no threshold changes.
    m_state.showBehind(m_model->sentence(index.row(), index.column()),
                       [truth, predicted](const AnalysisSource& source, std::stop_token stop) {
                           return confusionObjects(*source.measured->table,
                                                   source.criteria.protocol, source.criteria.point,
                                                   truth, predicted, stop);
                       });
}

}  // namespace selvedge
