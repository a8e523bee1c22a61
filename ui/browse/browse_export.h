#pragma once

#include <QObject>
#include <functional>
#include <vector>

#include "dataset/project/object_table.h"
#include "ui/browse/export_dialog.h"

class QWidget;

namespace selvedge {

class BrowsePage;
class Session;

// What leaves Browse: asks what and how, then where, and does it as a job. GUI thread.
class BrowseExport : public QObject {
    Q_OBJECT

public:
    // Asks for a file to write; empty: the person changed their mind.
    using SaveFile =
        std::function<QString(const QString& title, const QString& name, const QString& filter)>;
    BrowseExport(Session& session, BrowsePage& page);
    void open(SaveFile saveFile);
    // What the dialog's answer does.
    void run(ExportDialog::What what, ExportDialog::As as, const SheetLook& look,
             const QString& target);
    // Ascending.
    std::vector<ImageIndex> imagesOf(ExportDialog::What what) const;

private:
    // Indices of images or of objects, as the gallery shows.
    std::vector<std::uint32_t> itemsOf(ExportDialog::What what) const;
    bool objectsShown() const;
    ExportDialog::Counts counts() const;
    SheetContent sheetOf(std::vector<std::uint32_t> items) const;
    void drawSheet(ExportDialog::What what, SheetLook look, const QString& target);

    Session& m_session;
    BrowsePage& m_page;
};

}  // namespace selvedge
