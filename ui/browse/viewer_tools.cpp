// Viewer: tool row, menus, commands.

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/session/visible_objects.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/viewer.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/tool_row.h"

namespace selvedge {

namespace {

constexpr int kNameWidth = 180;

QPushButton* menuButton(const QString& text, const QString& accessibleName, QMenu* menu) {
    auto* button = new QPushButton(text);
    button->setAccessibleName(accessibleName);
    button->setToolTip(accessibleName);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFlat(true);
    button->setMenu(menu);
    return button;
}

}  // namespace

void Viewer::useActions(ActionRegistry& registry) {
    m_actions = &registry;
    const auto action = [&](const char* id) { return registry.action(QLatin1String(id)); };
    m_row = new ToolRow(tr("Viewer"));
    auto* back = new QToolButton;
    back->setDefaultAction(action(browse::kGallery));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setText(tr("Gallery"));
    back->setAccessibleName(tr("Back to the gallery"));
    m_row->add(back);
    m_name = m_row->addLabel(true);
    m_place = m_row->addLabel(false);
    m_row->addStretch();
    auto* modes = new ActionSegments({action(browse::kOverlay), action(browse::kSideBySide),
                                      action(browse::kSwipe), action(browse::kBlink)},
                                     tr("Compare"));
    m_row->add(modes);
    auto* sources = new QWidget;
    auto* both = new QHBoxLayout(sources);
    both->setContentsMargins(0, 0, 0, 0);
    both->addWidget(new SourceButton(action(browse::kTruth), true));
    both->addWidget(new SourceButton(action(browse::kPredictions), false));
    m_row->add(sources);
    auto* show = new QMenu(this);
    for (const char* id : {browse::kTruth, browse::kPredictions, browse::kLabels,
                           browse::kAttributes, browse::kBoxes})
        show->addAction(action(id));
    show->addSeparator();
    for (const char* id : {browse::kOverlay, browse::kSideBySide, browse::kSwipe, browse::kBlink})
        show->addAction(action(id));
    show->addSeparator();
    for (const char* id : {browse::kFill, browse::kOutline, browse::kNoOverlay})
        show->addAction(action(id));
    show->addSeparator();
    for (const char* id :
         {browse::kSolo, browse::kHideObject, browse::kHideOthers, browse::kShowAll})
        show->addAction(action(id));
    show->addSeparator();
    for (const char* id : {browse::kColourCategory, browse::kColourSupercategory,
                           browse::kColourObject, browse::kColourScore})
        show->addAction(action(id));
    show->addSeparator();
    for (const char* id : {browse::kSurroundWell, browse::kSurroundGrey, browse::kSurroundWhite})
        show->addAction(action(id));
    m_row->add(menuButton(tr("Show"), tr("What is shown"), show));
    m_runsMenu = new QMenu(this);
    connect(m_runsMenu, &QMenu::aboutToShow, this, &Viewer::fillRunsMenu);
    m_runs = menuButton(tr("Runs"), tr("Runs that are shown"), m_runsMenu);
    m_row->add(m_runs);
    addColourBox();
    m_opacity = new QSlider(Qt::Horizontal);
    m_opacity->setRange(0, 100);
    m_opacity->setFixedWidth(64);
    m_opacity->setAccessibleName(tr("Opacity of fills"));
    m_opacity->setToolTip(m_opacity->accessibleName());
    m_opacity->setValue(
        qRound(m_session.settings().value(Settings::Key::OverlayOpacity).toDouble() * 100));
    m_row->add(m_opacity);
    m_row->add(new IconButton(action(browse::kFit)));
    m_row->add(new IconButton(action(browse::kOneToOne)));
    m_row->add(m_zoom = makeZoomButton());
    // Where the row is narrow, what the menus also have makes room.
    m_row->setFolding({{m_opacity},
                       {m_colour,
                        {action(browse::kColourCategory), action(browse::kColourSupercategory),
                         action(browse::kColourObject), action(browse::kColourScore)}},
                       {sources, {action(browse::kTruth), action(browse::kPredictions)}},
                       {modes,
                        {action(browse::kOverlay), action(browse::kSideBySide),
                         action(browse::kSwipe), action(browse::kBlink)}},
                       {m_zoom},
                       {m_place}});
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, m_row);
    connectActions();
    applyCompare();
    refreshCommands();
}

// How large the picture is, and a few sizes to choose.
QPushButton* Viewer::makeZoomButton() {
    auto* sizes = new QMenu(this);
    sizes->addAction(m_actions->action(QLatin1String(browse::kFit)));
    for (const int percent : {50, 100, 200, 400})
        sizes->addAction(QStringLiteral("%1 %").arg(percent), this,
                         [this, percent] { m_first->zoomTo(percent / 100.0); });
    auto* button = menuButton({}, tr("Zoom"), sizes);
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(QStringLiteral("1000 %")) + 28);
    return button;
}

// The mode of colours, as the actions say it.
void Viewer::addColourBox() {
    m_colour = new QComboBox;
    m_colour->setAccessibleName(tr("Colour by"));
    m_colour->setToolTip(tr("What the colours of objects tell"));
    for (const char* id : {browse::kColourCategory, browse::kColourSupercategory,
                           browse::kColourObject, browse::kColourScore}) {
        QAction* action = m_actions->action(QLatin1String(id));
        const int index = m_colour->count();
        m_colour->addItem(tr("Colour: %1").arg(action->iconText()));
        connect(action, &QAction::toggled, this, [this, index](bool on) {
            if (on)
                m_colour->setCurrentIndex(index);
            applyStyle();
        });
        connect(m_colour, &QComboBox::activated, action, [action, index](int chosen) {
            if (chosen == index)
                action->trigger();
        });
    }
    m_row->add(m_colour);
}

void Viewer::connectActions() {
    const auto action = [&](const char* id) { return m_actions->action(QLatin1String(id)); };
    const auto on = [&](const char* id, auto run) {
        connect(action(id), &QAction::triggered, this, run);
    };
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        m_session.settings().setValue(Settings::Key::OverlayOpacity, percent / 100.0);
        applyStyle();
    });
    for (const char* id :
         {browse::kTruth, browse::kPredictions, browse::kBoxes, browse::kLabels,
          browse::kAttributes, browse::kFill, browse::kOutline, browse::kNoOverlay})
        connect(action(id), &QAction::toggled, this, &Viewer::applyStyle);
    on(browse::kBlink, [this] {
        if (m_compare == Compare::Blink)
            pauseOrStepBlinking();
    });
    // After the line above, which is about the mode as it was.
    for (const char* id : {browse::kOverlay, browse::kSideBySide, browse::kSwipe, browse::kBlink}) {
        on(id, [this] {
            applyCompare();
            refreshCommands();
        });
    }
    for (const auto& [id, surround] :
         {std::pair(browse::kSurroundWell, Canvas::Surround::Well),
          std::pair(browse::kSurroundGrey, Canvas::Surround::Grey),
          std::pair(browse::kSurroundWhite, Canvas::Surround::White)}) {
        on(id, [this, surround = surround] {
            m_first->setSurround(surround);
            m_second->setSurround(surround);
        });
    }
    on(browse::kDividerLeft,
       [this] { m_first->divider().setValue(m_first->divider().value() - 25); });
    on(browse::kDividerRight,
       [this] { m_first->divider().setValue(m_first->divider().value() + 25); });
    on(browse::kRuns, [this] { m_runs->showMenu(); });
    on(browse::kFit, [this] {
        m_first->fit();
        m_second->fit();
    });
    on(browse::kOneToOne, [this] { m_first->zoomTo(1); });
    on(browse::kZoomIn, [this] { m_first->zoomBy(1.5); });
    on(browse::kZoomOut, [this] { m_first->zoomBy(1 / 1.5); });
    on(browse::kNextObject, [this] { stepObject(1); });
    on(browse::kPreviousObject, [this] { stepObject(-1); });
    VisibleObjects& visible = m_session.visibleObjects();
    connect(action(browse::kSolo), &QAction::triggered, &visible, &VisibleObjects::setSolo);
    on(browse::kHideObject, [this, &visible](bool hide) {
        if (const auto object = m_session.currentObject())
            visible.setHidden(*object, hide);
    });
    on(browse::kHideOthers, [this] { hideOthers(); });
    on(browse::kShowAll, [&visible] { visible.showAll(); });
    on(browse::kCopyPicture, [this] { copySeen(); });
    on(browse::kCopyFullPicture, [this] { copyFull(); });
    on(browse::kSavePicture, [this] { savePicture(); });
}

void Viewer::refreshCommands() {
    if (!m_actions)
        return;
    const auto action = [&](const char* id) { return m_actions->action(QLatin1String(id)); };
    const VisibleObjects& visible = m_session.visibleObjects();
    const auto current = m_session.currentObject();
    const bool shown = isVisible() && m_session.currentImage();
    const bool predicted = m_session.predictions() || !m_compared.shown().empty();
    for (const char* id : {browse::kOverlay, browse::kSideBySide, browse::kSwipe, browse::kBlink})
        action(id)->setEnabled(predicted);
    for (const char* id : {browse::kDividerLeft, browse::kDividerRight})
        action(id)->setEnabled(shown && m_compare == Compare::Swipe);
    action(browse::kHideObject)->setEnabled(shown && current);
    action(browse::kHideObject)->setChecked(current && visible.isHidden(*current));
    action(browse::kHideOthers)->setEnabled(shown && current);
    action(browse::kShowAll)->setEnabled(shown && !visible.hidden().empty());
    action(browse::kSolo)->setChecked(visible.solo());
    const auto& runs = m_session.runs();
    const bool others = std::any_of(runs.begin(), runs.end(), [this](const RunInfo& run) {
        return run.predictions && QString::fromStdString(run.name) != m_session.currentRun();
    });
    action(browse::kRuns)->setEnabled(shown && others);
    m_runs->setEnabled(others);
}

void Viewer::fillRunsMenu() {
    m_runsMenu->clear();
    for (const RunInfo& run : m_session.runs()) {
        if (!run.predictions)
            continue;
        const QString name = QString::fromStdString(run.name);
        const bool current = name == m_session.currentRun();
        QAction* action = m_runsMenu->addAction(current ? tr("%1 (current run)").arg(name) : name);
        action->setCheckable(true);
        action->setChecked(current || m_compared.isWanted(name));
        action->setEnabled(!current);
        connect(action, &QAction::toggled, this,
                [this, name](bool wanted) { m_compared.setWanted(name, wanted); });
    }
}

void Viewer::openMenu(Canvas& canvas, QPoint position) {
    const QPointF point = canvas.view().imageFromWidget(QPointF(position));
    if (const auto object = canvas.objectAt(point))
        m_session.setCurrentObject(object);
    QMenu menu(this);
    const auto add = [&](QMenu& to, std::initializer_list<const char*> ids) {
        for (const char* id : ids)
            to.addAction(m_actions->action(QLatin1String(id)));
    };
    add(menu, {browse::kSolo, browse::kHideObject, browse::kHideOthers, browse::kShowAll});
    menu.addSeparator();
    for (QAction* action : m_actions->actions()) {  // of the window, where there is one
        if (action->objectName() == QLatin1String("run.predictHere"))
            menu.addAction(action);
    }
    menu.addSeparator();
    add(*menu.addMenu(tr("Colour by")), {browse::kColourCategory, browse::kColourSupercategory,
                                         browse::kColourObject, browse::kColourScore});
    add(*menu.addMenu(tr("Surround")),
        {browse::kSurroundWell, browse::kSurroundGrey, browse::kSurroundWhite});
    menu.addSeparator();
    add(menu,
        {browse::kCopyPicture, browse::kCopyFullPicture, browse::kSavePicture, browse::kReveal});
    menu.exec(canvas.mapToGlobal(position));
}

void Viewer::setPlace(const QString& name, const QString& place) {
    m_name->setText(m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, kNameWidth));
    m_name->setToolTip(name);
    m_place->setText(place);
}

void Viewer::showZoom() {
    if (m_zoom) {
        m_zoom->setText(QStringLiteral("%1 %").arg(qRound(m_first->zoom() * 100)));
        m_zoom->setAccessibleName(tr("Zoom, %1").arg(m_zoom->text()));
    }
    if (m_pointed)
        showPointer(*m_pointed->first, m_pointed->second);
}

}  // namespace selvedge
