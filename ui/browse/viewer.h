#pragma once

#include <QWidget>

#include "app/session/session.h"
#include "ui/parts/canvas.h"

class QLabel;
class QSlider;

namespace selvedge {

class ActionRegistry;

// One image, large: overlay of truth and prediction on one canvas, or both side by side in step.
class Viewer : public QWidget {
    Q_OBJECT

public:
    Viewer(Session& session, QWidget* parent = nullptr);
    // Makes the tool row; once, after makeBrowseActions.
    void useActions(ActionRegistry& registry);
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setMips(std::shared_ptr<const ImageMips> mips);
    // Until the pixels are there.
    void setPreview(const QImage& image, QSize space);
    void setFault(const QString& fault);
    void setPlace(const QString& name, const QString& place);
    Canvas& first() { return *m_first; }
    Canvas& second() { return *m_second; }
    bool sideBySide() const { return m_sideBySide; }

Q_SIGNALS:
    void pointerText(const QString& text);  // for the status bar

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    void applyStyle();
    void refreshHeads();
    void showZoom();
    void stepObject(int step);

    Session& m_session;
    ActionRegistry* m_actions = nullptr;
    Canvas* m_first;
    Canvas* m_second;
    QWidget* m_firstHead;
    QWidget* m_secondSide;
    QLabel* m_truthText;
    QLabel* m_predictionText;
    QLabel* m_name = nullptr;
    QLabel* m_place = nullptr;
    QLabel* m_zoom = nullptr;
    QSlider* m_opacity = nullptr;
    bool m_sideBySide = false;
    std::shared_ptr<const CanvasScene> m_scene;
};

}  // namespace selvedge
