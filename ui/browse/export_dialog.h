#pragma once

#include <QDialog>
#include <QList>
#include <cstdint>

#include "app/tasks/export_task.h"
#include "ui/browse/contact_sheet.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QCheckBox;
class QButtonGroup;

namespace selvedge {

// What can be exported, and how: asked in one place. The file is chosen afterwards.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    enum class What { Selection, Filter, All };
    enum class As { Csv, Coco, Detectron2, Submission, SheetPdf, SheetPng };
    // Counts of images, or of objects where the gallery shows these; 0 cannot be chosen.
    struct Counts {
        std::int64_t selection = 0, filter = 0, all = 0;
        bool objects = false;
        QString title = {};  // of a sheet: what was asked for
        // Images that the objects are of: data files hold each of them with all its objects.
        std::int64_t selectionImages = 0, filterImages = 0, allImages = 0;
    };
    explicit ExportDialog(const Counts& counts, QWidget* parent);

    What what() const;
    As as() const;
    void choose(What what, As as);
    bool isSheet() const { return as() == As::SheetPdf || as() == As::SheetPng; }
    SheetLook look() const;  // without a footer

private:
    QWidget* makeChoice(const QString& title, const QList<std::pair<QString, QString>>& words,
                        QButtonGroup*& group);
    QWidget* makeSheetFields();
    void sayWhole(const Counts& counts);

    QButtonGroup* m_what = nullptr;
    QButtonGroup* m_as = nullptr;
    QLabel* m_whole;
    QLineEdit* m_title;
    QComboBox* m_paper;
    QSpinBox* m_columns;
    QCheckBox* m_captions;
};

}  // namespace selvedge
