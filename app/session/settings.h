#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace selvedge {

// One table of key, type and default; every key is read somewhere. Hyperparameters are no settings.
class Settings : public QObject {
    Q_OBJECT

public:
    enum class Key {
        Theme,           // "dark" (default), "light"
        RecentProjects,  // paths, newest first
        TileWidth,       // px, gallery
        OverlayOpacity,  // 0..1, fill of masks in the viewer
        OverlayMode,     // "fill", "outline", "none"
        CutOut,          // gallery of objects: backgrounds fade
        Filmstrip,       // shown below the viewer
        WindowGeometry,
        WindowLayout,  // of the window's docks (QMainWindow::saveState)
        BrowseLayout,  // of Browse's
        OfferJobs,     // the list of jobs comes by itself when one takes a while
        ShowFilters,
        OpenFacets,  // that the person opened or folded: name to open or not
        ShowInspector,
        Shortcuts,       // those that were changed: id to key, as text
        RecentCommands,  // of the palette: ids, latest first
        LastFolder,      // of file choosers
        LookedAt,        // images opened last (LookedAt)
        Protocol,        // by which the window measures: "paper", ...
        IouType,         // and of what: "segm", "bbox", "boundary"
    };
    // `store` is owned by the caller, so that tests use a temporary file.
    explicit Settings(QSettings& store, QObject* parent = nullptr);
    QVariant value(Key key) const;
    void setValue(Key key, const QVariant& value);

Q_SIGNALS:
    void changed(Key key);

private:
    QSettings& m_store;
};

}  // namespace selvedge
