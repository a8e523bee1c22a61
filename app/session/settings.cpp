#include "app/session/settings.h"

#include <iterator>

namespace selvedge {

namespace {

struct Row {
    Settings::Key key;
    const char* name;
    QVariant fallback;
};

const Row& rowOf(Settings::Key key) {
    static const Row rows[] = {
        {Settings::Key::Theme, "appearance/theme", QStringLiteral("dark")},
        {Settings::Key::RecentProjects, "recent/projects", QStringList()},
        {Settings::Key::TileWidth, "browse/tileWidth", 176},
        {Settings::Key::OverlayOpacity, "browse/overlayOpacity", 0.45},
        {Settings::Key::OverlayMode, "browse/overlayMode", QStringLiteral("fill")},
        {Settings::Key::CutOut, "browse/cutOut", true},
        {Settings::Key::Filmstrip, "browse/filmstrip", true},
        {Settings::Key::WindowGeometry, "window/geometry", QByteArray()},
        {Settings::Key::WindowLayout, "window/layout", QByteArray()},
        {Settings::Key::BrowseLayout, "browse/layout", QByteArray()},
        {Settings::Key::OfferJobs, "window/offerJobs", true},
        {Settings::Key::ShowFilters, "browse/showFilters", true},
        {Settings::Key::OpenFacets, "browse/openFacets", QVariantMap()},
        {Settings::Key::ShowInspector, "browse/showInspector", true},
        {Settings::Key::Shortcuts, "keys/shortcuts", QVariantMap()},
        {Settings::Key::RecentCommands, "keys/recentCommands", QStringList()},
        {Settings::Key::LastFolder, "window/lastFolder", QString()},
        {Settings::Key::LookedAt, "browse/lookedAt", QVariantList()},
        {Settings::Key::Protocol, "measure/protocol", QStringLiteral("paper")},
        {Settings::Key::IouType, "measure/iouType", QStringLiteral("segm")},
    };
    const Row& row = rows[std::size_t(key)];
    Q_ASSERT(row.key == key);
    return row;
}

}  // namespace

Settings::Settings(QSettings& store, QObject* parent) : QObject(parent), m_store(store) {}

QVariant Settings::value(Key key) const {
    const Row& row = rowOf(key);
    QVariant stored = m_store.value(QLatin1String(row.name), row.fallback);
    // A file edited by hand may hold anything: what does not convert is the default.
    return stored.convert(row.fallback.metaType()) ? stored : row.fallback;
}

void Settings::setValue(Key key, const QVariant& value) {
    if (this->value(key) == value)
        return;
    m_store.setValue(QLatin1String(rowOf(key).name), value);
    Q_EMIT changed(key);
}

}  // namespace selvedge
