#pragma once

#include <QStringList>
#include <cstdint>
#include <memory>
#include <vector>

#include "dataset/project/object_table.h"

namespace selvedge {

class Session;

// The images of the open project that were opened last, kept in the settings by ImageId; the
// projects that were used last have such a list each. GUI thread.
class LookedAt {
public:
    static constexpr int kImages = 300;  // of a project
    static constexpr int kProjects = 12;

    explicit LookedAt(Session& session) : m_session(session) {}
    // It is looked at now.
    void note(ImageIndex image);
    // The latest first. A millisecond or two of a large project.
    std::vector<ImageIndex> images() const;

private:
    QString project() const;
    QStringList ids() const;

    Session& m_session;
};

}  // namespace selvedge
