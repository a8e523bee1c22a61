#pragma once

#include <QWidget>
#include <functional>
#include <map>

#include "ui/train/train_fields.h"

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace selvedge {

class FieldEdit;

// Edits one TrainSetup: every field of trainFields() under its group, what is wrong beside the
// field, a recipe to begin with. What cannot be read as a value leaves the setup as it was and is a
// fault until mended.
class TrainForm : public QWidget {
    Q_OBJECT

public:
    explicit TrainForm(QWidget* parent = nullptr);

    const TrainSetup& setup() const { return m_setup; }
    void setSetup(const TrainSetup& setup);
    // Fills the form in; the fields are then compared with it ("was 512"). A name of recipes().
    void applyRecipe(const QString& name);
    void setSurroundings(const TrainSurroundings& surroundings);
    // Nothing is wrong: it can be started.
    bool isValid() const;
    // What is wrong with a field, as shown beside it; empty when nothing is.
    QString faultOf(TrainField field) const;
    // The field's widget: a QComboBox for choices, else a QLineEdit.
    QWidget* editor(TrainField field) const;
    // Asks for a weights file; empty: given up. Tests put their own in.
    std::function<QString()> chooseFile;

Q_SIGNALS:
    void changed();  // setup or validity

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row {
        FieldSpec spec;
        QWidget* row = nullptr;
        FieldEdit* edit = nullptr;
        QComboBox* combo = nullptr;
        QLabel* fault = nullptr;
        QString unreadable;  // why what was typed is no value
    };

    void addGroup(FieldSpec::Group group, const QString& title, QVBoxLayout* layout);
    QWidget* makeRow(Row& row);
    void fieldEdited(TrainField field, const QString& text);
    void showSetup();
    void showFaults();
    void showDevices();
    void showBackbones();

    TrainSetup m_setup;
    TrainSetup m_reference;  // the recipe's
    TrainSurroundings m_surroundings;
    std::map<TrainField, Row> m_rows;
    std::vector<TrainField> m_order;
    std::vector<FieldFault> m_faults;
    QComboBox* m_recipe;
    QLabel* m_recipeNote;
};

}  // namespace selvedge
