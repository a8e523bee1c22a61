#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "dataset/doctor/doctor.h"

namespace selvedge {

// "error", "warning", "note": what stands on the screen.
QString severityWord(doctor::Severity severity);

// Findings of a report, errors first.
class FindingModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Severity, Title, Places, Repair, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void setReport(std::shared_ptr<const doctor::Report> report);
    const doctor::Finding* finding(int row) const;  // null past the end

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const doctor::Report> m_report;
};

// Places of one finding.
class ExampleModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Line, Image, What, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    // `finding` is of `report`, or null.
    void setFinding(std::shared_ptr<const doctor::Report> report, const doctor::Finding* finding);
    const doctor::Example* example(int row) const;  // null past the end

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const doctor::Report> m_report;
    const doctor::Finding* m_finding = nullptr;
};

}  // namespace selvedge
