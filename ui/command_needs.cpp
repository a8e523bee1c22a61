#include "ui/command_needs.h"

#include <iterator>

#include "ui/browse/browse_actions.h"
#include "ui/browse/edit_actions.h"

namespace selvedge {

namespace {

QString said(const char* text) {
    return ActionRegistry::tr(text);
}

}  // namespace

void sayNeeds(const ActionRegistry& registry) {
    const auto need = [&](const QString& what, std::initializer_list<const char*> ids) {
        for (const char* id : ids)
            ActionRegistry::setNeed(registry.action(QLatin1String(id)), what);
    };
    need(said("Needs an open dataset"),
         {"workspace.browse", "workspace.train", "workspace.evaluate", "workspace.tune",
          "file.export", "file.importPredictions", "file.locateImages", "run.examine",
          "run.startTraining"});
    const QString viewer = said("Needs an image in the viewer");
    for (const char* id : browse::kOfTheViewer)
        need(viewer, {id});
    need(viewer, {browse::kDividerLeft, browse::kDividerRight, browse::kOverlay,
                  browse::kSideBySide, browse::kSwipe, browse::kBlink});
    need(said("Needs a selected object in the viewer"), {browse::kHideObject, browse::kHideOthers});
    need(said("Needs a second run"), {browse::kRuns});
    need(said("Needs a chosen image"), {browse::kOpenImage, browse::kReveal});
    need(said("Needs predictions"), {browse::kPredictions, "run.evaluate", "run.sweep"});
    need(said("Needs an image in view, and a network: train one, or choose weights in Predict…"),
         {"run.predictHere"});
    need(said("Needs a filter that is set"), {browse::kClearFilters});
    need(said("Needs a chosen object in Browse"),
         {edit::kCategory, edit::kAttributes, edit::kDelete});
    const QString chosen = said("Needs a chosen image or object in Browse");
    for (const char* id : edit::kStars)
        need(chosen, {id});
    need(chosen, {edit::kStar, edit::kReviewed, edit::kInWork, edit::kRejected, edit::kTags,
                  edit::kCollection, edit::kNote});
    need(said("Needs a chosen image in Browse"),
         {edit::kSplitTrain, edit::kSplitValidation, edit::kSplitTest, edit::kSplitNone});
    need(said("Needs an evaluation"),
         {"evaluate.copyTable", "evaluate.saveReport", "tune.pin", "tune.useBest", "tune.rowBest",
          "tune.rowReset", "tune.rowFound", "tune.rowMissed", "tune.rowWrong"});
    need(said("Needs a pin"),
         {"tune.pinA", "tune.pinB", "tune.pinC", "tune.pinD", "tune.pinE", "tune.pinF"});
    need(said("Needs problems that were found"), {"run.repairAll"});
    need(said("Needs a repair"), {"run.undoRepair"});
    need(said("Nothing to undo"), {"edit.undo"});
    need(said("Nothing to do again"), {"edit.redo"});
    need(said("Needs a plot in view"), {"plot.copyPicture", "plot.savePicture", "plot.showAll"});
    need(said("Needs a running training"), {"run.stopTraining"});
}

}  // namespace selvedge
