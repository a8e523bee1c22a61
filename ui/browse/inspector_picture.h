#pragma once

#include <QWidget>
#include <memory>

#include "app/session/session.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/tile_painter.h"

namespace selvedge {

// The session's current image with the outlines of its objects, the selected one in white: as wide
// as there is room, as much of its height as fits, around what is selected; whole where nothing is.
// A click selects an object, a double click asks for the large view. Read by a worker while it is
// seen; the earlier picture stays until then.
class InspectorPicture : public QWidget {
    Q_OBJECT

public:
    explicit InspectorPicture(Session& session, QWidget* parent = nullptr);
    // As the gallery, but with all objects, whatever is filtered.
    void setStyleOfTiles(TileStyle style);
    bool settled() const { return !m_reading; }
    std::shared_ptr<const Thumbnail> thumbnail() const { return m_thumbnail; }
    // Where the picture lies, in the widget; parts of it may be outside.
    QRectF photo() const;

Q_SIGNALS:
    void opened();
    void becameIdle();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void read();
    const Thumbnail::Object* selected() const;

    Session& m_session;
    OverlayPalette m_palette;
    TileStyle m_style;
    std::shared_ptr<const Thumbnail> m_thumbnail;  // null: no image, or not read yet
    bool m_reading = false, m_again = false;
};

}  // namespace selvedge
