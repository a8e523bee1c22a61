#include "ui/parts/problems_models.h"

#include <QApplication>

#include "ui/parts/icons.h"
#include "ui/parts/theme.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kIconSize = 16;

QPixmap severityIcon(doctor::Severity severity) {
    const auto paint = [](const char* name, Token token) {
        return iconPixmap(QLatin1String(name), kIconSize, themed(token), qApp->devicePixelRatio());
    };
    switch (severity) {
        case doctor::Severity::Error:
            return paint("dialog-error", Token::Error);
        case doctor::Severity::Warning:
            return paint("dialog-warning", Token::Warn);
        case doctor::Severity::Info:
            break;
    }
    return paint("dialog-information", Token::Text2);
}

int rightAligned() {
    return int(Qt::AlignRight | Qt::AlignVCenter);
}

}  // namespace

QString severityWord(doctor::Severity severity) {
    switch (severity) {
        case doctor::Severity::Error:
            return FindingModel::tr("error");
        case doctor::Severity::Warning:
            return FindingModel::tr("warning");
        case doctor::Severity::Info:
            break;
    }
    return FindingModel::tr("note");
}

void FindingModel::setReport(std::shared_ptr<const doctor::Report> report) {
    beginResetModel();
    m_report = std::move(report);
    endResetModel();
}

const doctor::Finding* FindingModel::finding(int row) const {
    const bool there = m_report && row >= 0 && row < int(m_report->findings.size());
    return there ? &m_report->findings[std::size_t(row)] : nullptr;
}

int FindingModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_report ? 0 : int(m_report->findings.size());
}

int FindingModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant FindingModel::data(const QModelIndex& index, int role) const {
    const doctor::Finding* finding = index.isValid() ? this->finding(index.row()) : nullptr;
    if (!finding)
        return {};
    const doctor::KindInfo& info = doctor::infoOf(finding->kind);
    if (role == Qt::ToolTipRole)
        return tr(info.title);
    switch (index.column()) {
        case Severity:
            if (role == Qt::DisplayRole)
                return severityWord(info.severity);
            return role == Qt::DecorationRole ? QVariant(severityIcon(info.severity)) : QVariant();
        case Title:
            return role == Qt::DisplayRole ? QVariant(tr(info.title)) : QVariant();
        case Places:
            if (role == Qt::TextAlignmentRole)
                return rightAligned();
            return role == Qt::DisplayRole ? QVariant(countText(std::int64_t(finding->count)))
                                           : QVariant();
        case Repair:
            return role == Qt::DisplayRole && finding->canRepair() ? QVariant(tr(info.repair))
                                                                   : QVariant();
        default:
            return {};
    }
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Places ? rightAligned() : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[Columns] = {tr("Severity"), tr("Problem"), tr("Places"), tr("Repair")};
    return names[section];
}

void ExampleModel::setFinding(std::shared_ptr<const doctor::Report> report,
                              const doctor::Finding* finding) {
    beginResetModel();
    m_report = std::move(report);
    m_finding = finding;
    endResetModel();
}

const doctor::Example* ExampleModel::example(int row) const {
    const bool there = m_finding && row >= 0 && row < int(m_finding->examples.size());
    return there ? &m_finding->examples[std::size_t(row)] : nullptr;
}

int ExampleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_finding ? 0 : int(m_finding->examples.size());
}

int ExampleModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant ExampleModel::data(const QModelIndex& index, int role) const {
    const doctor::Example* example = index.isValid() ? this->example(index.row()) : nullptr;
    if (!example)
        return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() == Line ? rightAligned() : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(example->text);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
        case Line:
            return example->line > 0 ? QString::number(example->line) : QString();
        case Image:
            return QString::fromStdString(example->image);
        default:
            return QString::fromStdString(example->text);
    }
}

QVariant ExampleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Line ? rightAligned() : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[Columns] = {tr("Line"), tr("Image"), tr("What")};
    return names[section];
}

}  // namespace selvedge
