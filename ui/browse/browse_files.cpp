// BrowsePage: the files behind tiles, for other programs.

#include <QAction>
#include <QMenu>
#include <QUrl>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/reveal_file.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// Each is looked for on the disk while the pointer waits.
constexpr std::size_t kMostDragged = 1000;

}  // namespace

QList<QUrl> BrowsePage::filesOf(const std::vector<std::uint32_t>& tiles) const {
    std::vector<ImageIndex> images;
    const TileNumbers numbers = this->numbers();
    for (const std::uint32_t index : tiles) {
        const TileItem item{m_gallery->model().kind(), index};
        if (numbers.knows(item))
            images.push_back(numbers.imageOf(item));
    }
    std::sort(images.begin(), images.end());
    images.erase(std::unique(images.begin(), images.end()), images.end());
    if (images.size() > kMostDragged) {
        m_session.post({Message::Kind::Warning,
                        tr("%1 photos are too many to drag: at most %2. Export takes any number.")
                            .arg(countText(qint64(images.size())), countText(kMostDragged)),
                        {},
                        {}});
        return {};
    }
    QList<QUrl> files;
    for (const ImageIndex image : images) {
        const auto path = m_session.project()->imagePath(m_session.objects()->images[image].id);
        if (!path.empty())
            files += QUrl::fromLocalFile(QString::fromStdString(path.string()));
    }
    return files;
}

void BrowsePage::revealCurrent() {
    const auto image = m_session.currentImage();
    if (!image)
        return;
    const std::string& id = m_session.objects()->images[*image].id;
    const auto path = m_session.project()->imagePath(id);
    if (path.empty())
        m_session.post({Message::Kind::Warning, missingPictureText(*m_session.project(), id) + u'.',
                        tr("Locate…"), [this] { Q_EMIT m_session.imageFolderWanted(); }});
    else if (const QString file = QString::fromStdString(path.string()); !revealFile(file))
        m_session.post({Message::Kind::Warning,
                        tr("No program here shows folders. The file is %1.").arg(file),
                        {},
                        {}});
}

void BrowsePage::connectFiles() {
    m_gallery->setFilesOf([this](const auto& tiles) { return filesOf(tiles); });
    connect(m_registry.action(QLatin1String(browse::kReveal)), &QAction::triggered, this,
            &BrowsePage::revealCurrent);
    connect(m_gallery, &Gallery::menuWanted, this, [this](QPoint at) {
        auto* menu = makeTileMenu();
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(at);
    });
}

QMenu* BrowsePage::makeTileMenu() {
    auto* menu = new QMenu(this);
    menu->setAccessibleName(tr("Tile"));
    const auto add = [&](std::initializer_list<const char*> ids) {
        for (const char* id : ids)
            menu->addAction(m_registry.action(QLatin1String(id)));
        menu->addSeparator();
    };
    add({browse::kOpenImage, browse::kReveal});
    add({edit::kStar, edit::kReviewed, edit::kTags, edit::kCollection, edit::kNote});
    if (tileKind() == TileKind::Objects)
        add({edit::kCategory, edit::kAttributes, edit::kDelete});
    add({browse::kSelectAll, browse::kSelectNone});
    menu->addAction(m_registry.action(QStringLiteral("file.export")));
    return menu;
}

}  // namespace selvedge
