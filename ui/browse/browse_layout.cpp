// BrowsePage: its docks, what of them is shown, and how wide they are.

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QResizeEvent>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"

namespace selvedge {

namespace {

constexpr int kLayoutVersion = 1;
constexpr int kGalleryWidth = 560;  // what the docks leave it

}  // namespace

void BrowsePage::makeLayoutActions() {
    const Settings& settings = m_session.settings();
    m_filtersWanted = settings.value(Settings::Key::ShowFilters).toBool();
    m_inspectorWanted = settings.value(Settings::Key::ShowInspector).toBool();
    const auto connectDock = [this](const char* id, bool* wanted, Settings::Key key) {
        connect(m_registry.action(QLatin1String(id)), &QAction::triggered, this,
                [this, wanted, key](bool on) {
                    *wanted = on;
                    m_inspectorFirst = on == (wanted == &m_inspectorWanted);
                    m_session.settings().setValue(key, on);
                    showDocks();
                });
    };
    connectDock(browse::kShowFilters, &m_filtersWanted, Settings::Key::ShowFilters);
    connectDock(browse::kShowInspector, &m_inspectorWanted, Settings::Key::ShowInspector);
}

// Where there is no room for both docks the one that was asked for last stays.
void BrowsePage::showDocks() {
    const int room = width() - kGalleryWidth;
    bool filters = m_filtersWanted && !viewerShown();
    bool inspector = m_inspectorWanted;
    if (m_sized && filters && inspector && room < browse::kFiltersWidth + browse::kInspectorWidth)
        (m_inspectorFirst ? filters : inspector) = false;
    // The keyboard does not go with a dock: keys of the page would be dead.
    const QWidget* focus = QApplication::focusWidget();
    const bool goes = (!filters && m_filtersDock->isAncestorOf(focus)) ||
                      (!inspector && m_inspectorDock->isAncestorOf(focus));
    m_filtersDock->setVisible(filters);
    m_inspectorDock->setVisible(inspector);
    if (goes)
        focusPictures();
    m_registry.action(QLatin1String(browse::kShowFilters))->setChecked(m_filtersWanted);
    m_registry.action(QLatin1String(browse::kShowInspector))->setChecked(m_inspectorWanted);
}

void BrowsePage::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (m_sized)
        return;
    m_sized = true;
    m_ownLayout = saveState(kLayoutVersion);
    const QByteArray kept = m_session.settings().value(Settings::Key::BrowseLayout).toByteArray();
    if (!restoreState(kept, kLayoutVersion))
        resizeDocks({m_filtersDock, m_inspectorDock},
                    {browse::kFiltersWidth, browse::kInspectorWidth}, Qt::Horizontal);
    showDocks();
}

void BrowsePage::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_sized && event->oldSize().width() != event->size().width())
        showDocks();
}

void BrowsePage::keepLayout() {
    if (m_sized)
        m_session.settings().setValue(Settings::Key::BrowseLayout, saveState(kLayoutVersion));
}

void BrowsePage::resetLayout() {
    for (const Settings::Key key : {Settings::Key::ShowFilters, Settings::Key::ShowInspector})
        m_session.settings().setValue(key, true);
    m_filtersWanted = m_inspectorWanted = true;
    m_inspectorFirst = false;
    if (!m_sized)
        return;
    restoreState(m_ownLayout, kLayoutVersion);
    showDocks();
    resizeDocks({m_filtersDock, m_inspectorDock}, {browse::kFiltersWidth, browse::kInspectorWidth},
                Qt::Horizontal);
}

}  // namespace selvedge
