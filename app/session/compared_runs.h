#pragma once

#include <QObject>
#include <QStringList>
#include <memory>
#include <vector>

#include "app/session/session.h"

namespace selvedge {

// Runs whose predictions are laid over the current run's. Another project, or that run becoming the
// current one, takes them away. GUI thread.
class ComparedRuns : public QObject {
    Q_OBJECT

public:
    struct Entry {
        QString name;
        std::shared_ptr<const PredictionSet> predictions;
    };
    explicit ComparedRuns(Session& session, QObject* parent = nullptr);

    // Loaded ones in the order in which they were chosen: entry i is ObjectRef::run i + 1.
    const std::vector<Entry>& shown() const { return m_shown; }
    bool isWanted(const QString& name) const { return m_wanted.contains(name); }  // or loading
    // Reads its predictions as a job; a fault is the job's. A run without predictions is not shown.
    void setWanted(const QString& name, bool wanted);

Q_SIGNALS:
    void changed();  // shown, isWanted

private:
    void load(const RunInfo& run);
    void clear();

    Session& m_session;
    std::shared_ptr<Project> m_project;
    std::vector<Entry> m_shown;
    QStringList m_wanted;
};

}  // namespace selvedge
