#include "ui/browse/browse_edits.h"

#include <QLineEdit>
#include <QPlainTextEdit>

#include "ui/browse/attribute_editor.h"
#include "ui/browse/category_popup.h"
#include "ui/browse/inspector.h"
#include "ui/browse/marks_panel.h"
#include "ui/browse/tag_field.h"
#include "ui/browse/views_popup.h"

namespace selvedge {

namespace {

QRect globalRect(const QWidget* widget) {
    return {widget->mapToGlobal(QPoint()), widget->size()};
}

}  // namespace

BrowseEdits::BrowseEdits(Session& session, ActionRegistry& registry, QWidget* page)
    : QObject(page),
      m_session(session),
      m_registry(registry),
      m_page(page),
      m_commands(session),
      m_look(registry) {
    makeEditActions(registry, m_commands, page);
}

void BrowseEdits::setInspector(Inspector* inspector) {
    m_inspector = inspector;
    const auto on = [this](const char* id, auto run) {
        connect(m_registry.action(QLatin1String(id)), &QAction::triggered, this, run);
    };
    on(edit::kAttributes, [this] {
        if (!m_attributes)
            m_attributes = new AttributeEditor(m_session, m_commands, m_page->window());
        m_attributes->openFor(aboutInspector());
    });
    on(edit::kCategory, [this] {
        if (!m_categories)
            m_categories = new CategoryPopup(m_session, m_commands, m_page->window());
        m_categories->openFor(aboutInspector());
    });
    on(edit::kViews, [this] { openViews(); });
    const auto focus = [this, on](const char* id, QWidget* field) {
        on(id, [this, field] {
            Q_EMIT inspectorWanted();
            field->setFocus(Qt::ShortcutFocusReason);
        });
    };
    focus(edit::kTags, m_inspector->marks().tags().field());
    focus(edit::kCollection, m_inspector->marks().collections().field());
    focus(edit::kNote, m_inspector->marks().note());
}

void BrowseEdits::keepTyped() {
    m_inspector->marks().keepNote();
}

QRect BrowseEdits::aboutInspector() const {
    return globalRect(m_inspector->isVisible() ? m_inspector : m_page);
}

void BrowseEdits::openViews() {
    if (!m_views) {
        m_views = new ViewsPopup(m_session, m_commands, m_look, m_page->window());
        connect(m_views, &ViewsPopup::shown, this, &BrowseEdits::picturesWanted);
    }
    QRect about = globalRect(m_page);
    if (m_viewsButton && m_viewsButton->isVisible())
        about = globalRect(m_viewsButton);
    else
        about.setWidth(0);
    m_views->openFor(about);
}

}  // namespace selvedge
