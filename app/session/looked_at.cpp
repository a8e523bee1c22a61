#include "app/session/looked_at.h"

#include <QHash>
#include <algorithm>

#include "app/session/session.h"

namespace selvedge {

namespace {

// As the settings keep it: lists of strings, each a project's path and then its images, the latest
// first.
using Lists = QVariantList;

}  // namespace

QString LookedAt::project() const {
    return QString::fromStdString(m_session.project()->path().string());
}

QStringList LookedAt::ids() const {
    if (!m_session.project())
        return {};
    const QString project = this->project();
    for (const QVariant& list : m_session.settings().value(Settings::Key::LookedAt).toList()) {
        QStringList ids = list.toStringList();
        if (ids.value(0) == project)
            return ids.mid(1);
    }
    return {};
}

void LookedAt::note(ImageIndex image) {
    if (!m_session.project())
        return;
    const QString id = QString::fromStdString(m_session.objects()->images[image].id);
    QStringList now = ids();
    if (now.value(0) == id)
        return;
    now.removeAll(id);
    now.prepend(id);
    const QString project = this->project();
    Lists lists = m_session.settings().value(Settings::Key::LookedAt).toList();
    lists.removeIf([&](const QVariant& list) { return list.toStringList().value(0) == project; });
    lists.prepend(QStringList(project) + now.mid(0, kImages));
    m_session.settings().setValue(Settings::Key::LookedAt, Lists(lists.mid(0, kProjects)));
}

std::vector<ImageIndex> LookedAt::images() const {
    const QStringList ids = this->ids();
    if (ids.isEmpty())
        return {};
    QHash<QByteArray, qsizetype> places;
    for (qsizetype i = 0; i < ids.size(); ++i)
        places.insert(ids[i].toUtf8(), i);
    std::vector<std::pair<qsizetype, ImageIndex>> found;
    const auto& images = m_session.objects()->images;
    for (ImageIndex image = 0; image < images.size(); ++image) {
        const std::string& id = images[image].id;
        const auto place =
            places.constFind(QByteArray::fromRawData(id.data(), qsizetype(id.size())));
        if (place != places.constEnd())
            found.emplace_back(*place, image);
    }
    std::sort(found.begin(), found.end());
    std::vector<ImageIndex> latest;
    for (const auto& [place, image] : found)
        latest.push_back(image);
    return latest;
}

}  // namespace selvedge
