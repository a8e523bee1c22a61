#include "ui/browse/inspector_picture.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/parts/background.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

constexpr double kAround = 1.1;  // of what is selected, that it does not touch the edge

}  // namespace

InspectorPicture::InspectorPicture(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session) {
    setAccessibleName(tr("Picture with its objects"));
    for (const auto signal : {&Session::projectChanged, &Session::objectsChanged,
                              &Session::predictionsChanged, &Session::currentImageChanged})
        connect(&session, signal, this, &InspectorPicture::read);
    connect(&session, &Session::predictionsArrived, this,
            [this](const std::vector<ImageIndex>& images) {
                const auto image = m_session.currentImage();
                if (image && std::find(images.begin(), images.end(), *image) != images.end())
                    read();
            });
    connect(&session, &Session::currentObjectChanged, this, qOverload<>(&QWidget::update));
    connect(&session, &Session::operatingPointChanged, this, qOverload<>(&QWidget::update));
}

void InspectorPicture::setStyleOfTiles(TileStyle style) {
    m_style = std::move(style);
    m_style.shows = {};
    update();
}

void InspectorPicture::read() {
    m_again = m_reading;
    const auto image = m_session.currentImage();
    if (m_reading || !isVisible())
        return;
    const auto project = m_session.project();
    if (!project || !image || width() <= 0) {
        m_thumbnail = nullptr;
        update();
        return;
    }
    m_palette = OverlayPalette(*m_session.catalog());
    m_reading = true;
    const ThumbnailSource source{project, m_session.objects(), m_session.predictionsOf(*image)};
    const int across = int(width() * devicePixelRatioF());
    inBackground(
        this,
        [source, image = *image, across] {
            return makeThumbnail(source, image, {across, 2 * across});
        },
        [this, project](std::shared_ptr<const Thumbnail> made) {
            m_reading = false;
            if (project == m_session.project() && m_session.currentImage()) {
                m_thumbnail = std::move(made);
                setAccessibleDescription(m_thumbnail->fault);
                update();
            }
            if (m_again)
                read();
            if (!m_reading)
                Q_EMIT becameIdle();
        });
}

const Thumbnail::Object* InspectorPicture::selected() const {
    const auto ref = m_session.currentObject();
    if (!ref || !m_thumbnail)
        return nullptr;
    const auto& objects = m_thumbnail->objects;
    const auto found = std::find_if(objects.begin(), objects.end(),
                                    [&](const auto& object) { return object.ref == *ref; });
    return found != objects.end() ? &*found : nullptr;
}

QRectF InspectorPicture::photo() const {
    if (!m_thumbnail || m_thumbnail->image.isNull())
        return {};
    const QSizeF whole = m_thumbnail->image.size();
    // What has to be seen: the selected object, else the whole picture.
    QRectF focus(QPointF(), whole);
    if (const Thumbnail::Object* object = selected();
        object && !object->path.boundingRect().isEmpty())
        focus = object->path.boundingRect();
    const double fit = height() / std::min(whole.height(), focus.height() * kAround);
    const double scale = std::min(width() / whole.width(), fit);
    const QSizeF size = whole * scale;
    const double left = (width() - size.width()) / 2;
    const double middle = height() / 2. - focus.center().y() * scale;
    const double room = height() - size.height();
    return {{left, std::clamp(middle, std::min(0., room), std::max(0., room))}, size};
}

void InspectorPicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Well));
    if (!m_thumbnail)
        return;
    if (m_thumbnail->image.isNull()) {
        paintFault(painter, rect().adjusted(6, 6, -6, -6), m_thumbnail->fault);
        return;
    }
    painter.setClipRect(rect());
    paintPicture(painter, photo(), *m_thumbnail, m_style, m_palette, selected());
}

void InspectorPicture::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    read();
}

void InspectorPicture::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        read();
}

void InspectorPicture::mousePressEvent(QMouseEvent* event) {
    const QRectF place = photo();
    if (event->button() != Qt::LeftButton || place.isEmpty())
        return;
    const QPointF at =
        (event->position() - place.topLeft()) * (m_thumbnail->image.width() / place.width());
    // Small ones lie above.
    const auto& objects = m_thumbnail->objects;
    const auto hit = std::find_if(objects.rbegin(), objects.rend(), [&](const auto& object) {
        return m_style.showsObject(object) && object.path.contains(at);
    });
    if (hit != objects.rend())
        m_session.setCurrentObject(hit->ref);
}

void InspectorPicture::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_session.currentImage())
        Q_EMIT opened();
}

}  // namespace selvedge
