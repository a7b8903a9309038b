"""The page where anyone who holds a receipt and its documents can check them."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rfps.bidding import receipt
from rfps.forms.bid import ReceiptForm


@never_cache
@require_http_methods(["GET", "POST"])
def receipt_check(request):
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    findings = None
    if request.method == "POST" and form.is_valid():
        documents = [
            receipt.document(upload.name, upload.read())
            for upload in request.FILES.getlist("documents")
        ]
        findings = receipt.check(form.cleaned_data["sha256"], documents)
        if not findings:
            form.add_error(None, "Give a receipt, or the head with what it names.")
    context = {"form": form, "findings": findings}
    return render(request, "rfps/receipt_check.html", context)
