#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>
#include <utility>

#include "app/session/compared_runs.h"
#include "app/session/session.h"
#include "ui/parts/canvas.h"

class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QPushButton;

namespace selvedge {

class ActionRegistry;
class SideHead;
class ToolRow;
class ViewerLegend;

// One image, large. Truth and predictions are compared as an overlay on one canvas, side by side in
// step, on both sides of a divider (truth left of it), or blinking.
class Viewer : public QWidget {
    Q_OBJECT

public:
    enum class Compare { Overlay, SideBySide, Swipe, Blink };

    Viewer(Session& session, ComparedRuns& compared, QWidget* parent = nullptr);
    // Makes the tool row; once, after makeBrowseActions.
    void useActions(ActionRegistry& registry);
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setMips(std::shared_ptr<const ImageMips> mips);
    // Until the pixels are there.
    void setPreview(const QImage& image, QSize space);
    void forgetObjects();  // those of another image are on their way
    void setFault(const QString& fault, bool missing);
    void setPlace(const QString& name, const QString& place);
    // Enables what can be done now.
    void refreshCommands();
    Canvas& first() { return *m_first; }
    Canvas& second() { return *m_second; }
    ViewerLegend& legend() { return *m_legend; }
    Compare compare() const { return m_compare; }
    bool sideBySide() const { return m_compare == Compare::SideBySide; }
    // Blinking shows the predictions now, else the truth.
    bool blinkShowsPredictions() const { return m_phase; }
    bool blinksByItself() const { return m_blink.isActive(); }

    // What is seen, at the screen's resolution.
    QImage picture();
    // The whole picture with what is shown on it now, at the resolution of its masks; side by side
    // both. Any thread.
    std::function<QImage()> fullPicture() const;
    // Asks where to save; tests answer themselves. (parent, suggested name) to a path, empty: none.
    using SaveChooser = std::function<QString(QWidget*, const QString&)>;
    void setSaveChooser(SaveChooser chooser) { m_chooseFile = std::move(chooser); }

Q_SIGNALS:
    // For the status bar: image and place, and of the pixel under the pointer where there is one.
    void pointerText(const QString& text);
    void locateWanted();  // the folder of the pictures

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool checked(const char* id) const;
    CanvasStyle commonStyle() const;
    void applyStyle();
    void applyCompare();
    void refreshVerdicts();
    void refreshHeads();
    void showZoom();
    void showPointer(const Canvas& canvas, QPointF point);
    void tellPointer(const QString& text);
    void stepObject(int step);
    void forgetOtherRuns();
    void hideOthers();
    void releaseKeys();
    void pauseOrStepBlinking();
    // viewer_tools.cpp
    void connectActions();
    QPushButton* makeZoomButton();
    void addColourBox();
    void fillRunsMenu();
    void openMenu(Canvas& canvas, QPoint position);
    // viewer_picture.cpp
    void copySeen();
    void copyFull();
    void savePicture();

    Session& m_session;
    ComparedRuns& m_compared;
    ActionRegistry* m_actions = nullptr;
    Canvas* m_first;
    Canvas* m_second;
    SideHead* m_truthHead;
    SideHead* m_predictionHead;
    ViewerLegend* m_legend;
    ToolRow* m_row = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_place = nullptr;
    QPushButton* m_zoom = nullptr;
    QSlider* m_opacity = nullptr;
    QComboBox* m_colour = nullptr;
    QMenu* m_runsMenu = nullptr;
    QPushButton* m_runs = nullptr;
    Compare m_compare = Compare::Overlay;
    QTimer m_blink;
    bool m_phase = false;      // of blinking: predictions
    bool m_otherHeld = false;  // the key for the other side is down
    std::optional<std::pair<const Canvas*, QPointF>> m_pointed;  // where the pointer is
    bool m_preview = false;                                      // the canvases show a thumbnail
    std::shared_ptr<const CanvasScene> m_scene;
    SaveChooser m_chooseFile;
};

}  // namespace selvedge
